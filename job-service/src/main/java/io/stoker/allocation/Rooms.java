package io.stoker.allocation;

import io.stoker.cluster.NodeState;
import io.stoker.cluster.ProcessNeed;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.ToIntFunction;
import java.util.stream.Stream;

/** Every node that is not removed, and the rules by which one is chosen. */
final class Rooms {
  private static final Comparator<Room> MOST_FREE =
      Comparator.comparingLong(Room::coresMilli)
          .thenComparingLong(Room::memoryBytes)
          .reversed()
          .thenComparing(Room::name);

  private final List<Room> all;

  Rooms(List<Room> all) {
    this.all = all;
  }

  List<Room> all() {
    return all;
  }

  /** Nodes that may get work. */
  List<Room> open() {
    return all.stream().filter(Room::isOpen).toList();
  }

  boolean isAnyReady() {
    return all.stream().anyMatch(room -> room.state() == NodeState.READY);
  }

  /** Nodes that have room for a driver, the emptiest first. */
  List<Room> forDriver(ProcessNeed driver) {
    return open().stream().filter(room -> room.fits(driver)).sorted(MOST_FREE).toList();
  }

  /**
   * The best node for an executor: where the run has the fewest, and among those the emptiest.
   *
   * @param present executors that the run has on a node
   */
  Optional<Room> forExecutor(
      ProcessNeed need, SparkRuntime runtime, Set<String> excluded, ToIntFunction<Room> present) {
    return forExecutors(runtime, excluded)
        .filter(room -> room.fits(need))
        .min(Comparator.comparingInt(present).thenComparing(MOST_FREE));
  }

  /** The node that lacks least for a need, whatever it runs. */
  Optional<Room> nearest(ProcessNeed need) {
    return nearest(need, open().stream());
  }

  /** The node that lacks least for an executor. */
  Optional<Room> nearest(ProcessNeed need, SparkRuntime runtime, Set<String> excluded) {
    return nearest(need, forExecutors(runtime, excluded));
  }

  private Stream<Room> forExecutors(SparkRuntime runtime, Set<String> excluded) {
    return open().stream()
        .filter(room -> room.runtime().equals(runtime) && !excluded.contains(room.host()));
  }

  private static Optional<Room> nearest(ProcessNeed need, Stream<Room> rooms) {
    return rooms.max(
        Comparator.<Room>comparingDouble(
                room ->
                    Math.min(
                        (double) room.coresMilli() / need.coresMilli(),
                        (double) room.memoryBytes() / need.memoryBytes()))
            .thenComparing(MOST_FREE.reversed()));
  }
}
