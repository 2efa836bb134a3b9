package io.stoker.allocation;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toList;
import static java.util.stream.Collectors.toSet;

import io.stoker.allocation.GivingStore.Holding;
import io.stoker.cluster.HandBacks;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import org.springframework.stereotype.Component;

/**
 * Lets executors of queues above their shares go when a queue below its own has found no room:
 * those that idle, and others if it preempts. The order of queues sees to it that who gives them up
 * does not get their room again. It works by level: what is on its way counts as free already.
 */
@Component
class GivingBack {
  private final GivingStore store;
  private final HandBacks handBacks;
  private final AllocationSettings settings;

  GivingBack(GivingStore store, HandBacks handBacks, AllocationSettings settings) {
    this.store = store;
    this.handBacks = handBacks;
    this.settings = settings;
  }

  /**
   * Serves claims in their order. The pass is over: rooms and shares are this method's from now on.
   *
   * @param heard attempts whose drivers speak and would hear it
   */
  void serve(List<Claim> claims, Shares shares, Rooms rooms, Set<Long> heard) {
    if (claims.isEmpty()) {
      return;
    }
    List<Room> open = rooms.open();
    Set<UUID> nodes = open.stream().map(Room::nodeId).collect(toSet());
    store
        .leaving(settings.handBackTicks())
        .forEach(
            one ->
                open.stream()
                    .filter(room -> room.nodeId().equals(one.nodeId()))
                    .forEach(room -> room.giveBack(one.coresMilli(), one.memoryBytes())));
    List<Holding> holdings =
        store.holdings().stream()
            .filter(one -> heard.contains(one.fence()) && shares.has(one.queue()))
            .filter(one -> nodes.contains(one.nodeId()))
            .toList();
    HandBackPlan plan = new HandBackPlan(shares, open, holdings, settings.idleTicks());
    claims.forEach(plan::serve);
    letGo(plan.given());
  }

  private void letGo(Set<Holding> given) {
    Map<Long, List<Integer>> byAttempt =
        given.stream()
            .collect(
                groupingBy(Holding::fence, TreeMap::new, mapping(Holding::executorId, toList())));
    byAttempt.forEach(
        (fence, executors) ->
            handBacks.letGo(
                fence,
                executors,
                "Its queue has more than its share, and another one, which has less, waits.",
                settings.handBackTicks()));
  }
}
