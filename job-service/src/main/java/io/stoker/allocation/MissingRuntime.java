package io.stoker.allocation;

import java.util.List;
import java.util.Optional;

/** The Spark that a driver was started with, where nodes have been upgraded since. */
final class MissingRuntime {
  private static final String HELD =
      "The driver runs with the Spark and Java that its node had when it started. ";

  private MissingRuntime() {}

  /** That no node has it any more, silent ones included. */
  static Optional<String> never(Rooms rooms, ExecutorNeed need) {
    return rooms.all().isEmpty() || has(rooms.all(), need)
        ? Optional.empty()
        : Optional.of(
            HELD
                + "Nodes were upgraded since, and none has it any more. Another attempt gets what they"
                + " have now: by itself where retry.maxAttempts allows one, else run the job again.");
  }

  /** That no node has it that may get work now. */
  static Optional<String> now(Rooms rooms, ExecutorNeed need) {
    return rooms.open().isEmpty() || has(rooms.open(), need)
        ? Optional.empty()
        : Optional.of(
            HELD
                + "No node that takes work has the same, so no executor can come. What runs goes on;"
                + " drain a node with drivers=MOVE before it is upgraded where that is not enough.");
  }

  private static boolean has(List<Room> rooms, ExecutorNeed need) {
    return rooms.stream().anyMatch(room -> room.runtime().equals(need.runtime()));
  }
}
