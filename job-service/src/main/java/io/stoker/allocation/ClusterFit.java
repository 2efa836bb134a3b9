package io.stoker.allocation;

import io.stoker.cluster.PlacementNeed;
import io.stoker.run.Misfit;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/**
 * Counts what would fit, by the rules by which a pass places. What open processes own is taken;
 * what a pass would hold back for executors that other drivers are about to ask for is not.
 */
@Component
class ClusterFit {
  private final AllocationStore store;

  ClusterFit(AllocationStore store) {
    this.store = store;
  }

  Fit fit(PlacementNeed driver, PlacementNeed executor) {
    Rooms now = store.rooms();
    Rooms idle = store.idleRooms();
    return new Fit(
        onNodes(now, idle, driver, executor),
        beside(now.open(), driver, executor),
        beside(idle.all(), driver, executor),
        new IdleCluster(idle).whyNever(driver, executor).map(Misfit::message).orElse(null));
  }

  private static List<Fit.OnNode> onNodes(
      Rooms now, Rooms idle, PlacementNeed driver, PlacementNeed executor) {
    Map<UUID, Room> open =
        now.open().stream().collect(Collectors.toMap(Room::nodeId, Function.identity()));
    return idle.all().stream()
        .map(
            room -> {
              Room free = open.get(room.nodeId());
              return new Fit.OnNode(
                  room.name(),
                  room.state(),
                  free != null && free.fits(driver),
                  room.fits(driver),
                  free == null ? 0 : count(free, executor),
                  count(room, executor));
            })
        .toList();
  }

  /** The most executors that fit beside a driver, wherever that is put. */
  private static int beside(List<Room> rooms, PlacementNeed driver, PlacementNeed executor) {
    int most = 0;
    for (Room host : rooms) {
      if (host.fits(driver)) {
        host.take(driver.process());
        int executors =
            rooms.stream()
                .filter(room -> room.runtime().equals(host.runtime()))
                .mapToInt(room -> count(room, host.beside(executor)))
                .sum();
        host.giveBack(driver.process());
        most = Math.max(most, executors);
      }
    }
    return most;
  }

  private static int count(Room room, PlacementNeed executor) {
    if (!room.admits(executor)) {
      return 0;
    }
    long cores = room.coresMilli() / executor.process().coresMilli();
    long memory = room.memoryBytes() / executor.process().memoryBytes();
    return (int) Math.max(0, Math.min(cores, memory));
  }
}
