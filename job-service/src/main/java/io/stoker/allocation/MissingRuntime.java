package io.stoker.allocation;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The Spark that a driver was started with, where nodes have been upgraded since. */
final class MissingRuntime {
  private static final String HELD =
      "The driver runs with the Spark and Java that its node had when it started. ";

  private MissingRuntime() {}

  /**
   * That no node that executors may go to has it any more. One that is silent may come back, one
   * that has been for very long is none.
   */
  static Optional<String> never(Rooms rooms, ExecutorNeed need) {
    List<Room> living = admitted(rooms.all(), need).filter(room -> !room.isDead()).toList();
    return living.isEmpty() || has(living, need)
        ? Optional.empty()
        : Optional.of(
            HELD
                + "Nodes were upgraded since, and none has it any more. Another attempt gets what they"
                + " have now: by itself where retry.maxAttempts allows one, else run the job again.");
  }

  /** That no node has it that may get work now. */
  static Optional<String> now(Rooms rooms, ExecutorNeed need) {
    List<Room> open = admitted(rooms.open(), need).toList();
    return open.isEmpty() || has(open, need)
        ? Optional.empty()
        : Optional.of(
            HELD
                + "No node that takes work has the same, so no executor can come. What runs goes on;"
                + " drain a node with drivers=MOVE before it is upgraded where that is not enough.");
  }

  /** By labels and Python: of those that lack these others tell. */
  private static Stream<Room> admitted(List<Room> rooms, ExecutorNeed need) {
    return rooms.stream().filter(room -> room.admits(need.placement()));
  }

  private static boolean has(List<Room> rooms, ExecutorNeed need) {
    return rooms.stream().anyMatch(room -> room.runtime().equals(need.runtime()));
  }
}
