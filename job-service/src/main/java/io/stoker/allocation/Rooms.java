package io.stoker.allocation;

import io.stoker.cluster.NodeState;
import io.stoker.cluster.PlacementNeed;
import io.stoker.cluster.ProcessNeed;
import io.stoker.placement.Placement;
import io.stoker.placement.PlacementStrategy;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.ToIntFunction;
import java.util.stream.Stream;

/** Every node that is not removed, and the rules by which one is chosen. */
final class Rooms {
  private static final Comparator<Room> LEAST_FREE =
      Comparator.comparingLong(Room::coresMilli).thenComparingLong(Room::memoryBytes);
  private static final Comparator<Room> MOST_FREE = LEAST_FREE.reversed().thenComparing(Room::name);

  private final List<Room> all;

  Rooms(List<Room> all) {
    this.all = all;
  }

  List<Room> all() {
    return all;
  }

  /** The same nodes but some, of which one view takes what the other has no more. */
  Rooms without(Predicate<Room> left) {
    return new Rooms(all.stream().filter(left.negate()).toList());
  }

  /** Nodes that may get work. */
  List<Room> open() {
    return all.stream().filter(Room::isOpen).toList();
  }

  boolean isAnyReady() {
    return all.stream().anyMatch(room -> room.state() == NodeState.READY);
  }

  /** A node on which something would fit, were the history server not there. */
  Optional<Room> withoutHistory(Predicate<Rooms> fits) {
    return open().stream()
        .filter(room -> room.historyBytes() > 0)
        .filter(
            room -> {
              room.giveBack(0, room.historyBytes());
              boolean fit = fits.test(this);
              room.giveBack(0, -room.historyBytes());
              return fit;
            })
        .findFirst();
  }

  /** Nodes that have room for a driver, the best first. */
  List<Room> forDriver(PlacementNeed driver) {
    return open().stream()
        .filter(room -> room.fits(driver))
        .sorted(mostPreferred(driver.placement()).thenComparing(laid(driver.placement(), any -> 0)))
        .toList();
  }

  /**
   * The best node for an executor: one with the most of the labels that its job prefers; among
   * those the one with the most tasks that would find their data there, for each executor that the
   * run then has there; among those the same of racks; among those as its job wants them to be laid
   * over nodes.
   *
   * @param present executors that the run has on a node
   */
  Optional<Room> forExecutor(ExecutorNeed need, ToIntFunction<Room> present) {
    return forExecutors(need)
        .filter(room -> room.fits(need.process()))
        .min(
            mostPreferred(need.placement())
                .thenComparingDouble(
                    room -> -need.data().on(room) / (1.0 + present.applyAsInt(room)))
                .thenComparingDouble(room -> -tasksNear(room, need, present))
                .thenComparing(laid(need.placement(), present)));
  }

  /** Tasks with their data in a node's rack, for each executor that the run then has there. */
  private double tasksNear(Room room, ExecutorNeed need, ToIntFunction<Room> present) {
    int tasks = need.data().near(room);
    return tasks == 0
        ? 0
        : tasks
            / (1.0
                + all.stream()
                    .filter(other -> Objects.equals(other.rack(), room.rack()))
                    .mapToInt(present)
                    .sum());
  }

  /** The node that lacks least for a driver, whatever it runs. */
  Optional<Room> nearest(PlacementNeed need) {
    return nearest(need.process(), open().stream().filter(room -> room.admits(need)));
  }

  /** The node that lacks least for an executor. */
  Optional<Room> nearest(ExecutorNeed need) {
    return nearest(need.process(), forExecutors(need));
  }

  private Stream<Room> forExecutors(ExecutorNeed need) {
    return open().stream().filter(need::admits);
  }

  private static Comparator<Room> mostPreferred(Placement placement) {
    return Comparator.comparingInt(room -> -placement.nodes().matches(room.labels()));
  }

  private static Comparator<Room> laid(Placement placement, ToIntFunction<Room> present) {
    if (placement.strategy() == PlacementStrategy.SPREAD) {
      return Comparator.comparingInt(present).thenComparing(MOST_FREE);
    }
    return Comparator.comparingInt(present)
        .reversed()
        .thenComparing(LEAST_FREE)
        .thenComparing(Room::name);
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
