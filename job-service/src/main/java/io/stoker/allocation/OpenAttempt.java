package io.stoker.allocation;

import io.stoker.cluster.PlacementNeed;
import io.stoker.cluster.ProcessNeed;
import java.util.Map;
import java.util.UUID;

/**
 * An attempt with a driver that is to go on, and the executors that it has.
 *
 * @param executor what one of its first executors will take, and where; room for it is held until
 *     it asks
 * @param executors how many it will ask for first
 * @param present its executors on nodes that report, by profile and node
 */
record OpenAttempt(
    long fence,
    UUID runId,
    String queue,
    UUID driverNodeId,
    ProcessNeed driver,
    PlacementNeed executor,
    int executors,
    Map<Integer, Map<UUID, Integer>> present) {

  int count(int profileId) {
    return present.getOrDefault(profileId, Map.of()).values().stream()
        .mapToInt(Integer::intValue)
        .sum();
  }

  int count() {
    return present.keySet().stream().mapToInt(this::count).sum();
  }

  int countOn(UUID nodeId) {
    return present.values().stream().mapToInt(nodes -> nodes.getOrDefault(nodeId, 0)).sum();
  }
}
