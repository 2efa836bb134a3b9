package io.stoker.allocation;

import io.stoker.cluster.PlacementNeed;
import io.stoker.error.ErrorCode;
import io.stoker.error.Violation;
import io.stoker.run.Misfit;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** The interpreter that a program in Python must find on its node, and does not. */
final class MissingPython {
  private static final String REMEDY =
      "Install pyspark of the nodes' Spark version for the python3 of each, or name another"
          + " interpreter by stoker.node.python.";

  private MissingPython() {}

  /** That no node that has joined can run it; empty when one can each kind of process. */
  static Optional<Misfit> never(List<Room> rooms, PlacementNeed driver, PlacementNeed executor) {
    return never(rooms, "driver", driver).or(() -> never(rooms, "executor", executor));
  }

  /** Why no node that may get work now can run it. */
  static Optional<String> now(Rooms rooms, String who, PlacementNeed need) {
    List<Room> open = rooms.open().stream().filter(room -> room.hasLabels(need)).toList();
    return lacks(open, need)
        ? Optional.of(
            "The program is in Python, and no node that takes work can run its %s: %s. %s"
                .formatted(who, told(open), REMEDY))
        : Optional.empty();
  }

  static Optional<Misfit> never(List<Room> rooms, String who, PlacementNeed need) {
    List<Room> labelled = rooms.stream().filter(room -> room.hasLabels(need)).toList();
    if (!lacks(labelled, need)) {
      return Optional.empty();
    }
    String message =
        "The program is in Python, and none of the nodes that have joined can run its %s: %s. %s"
            .formatted(who, told(labelled), REMEDY);
    return Optional.of(
        new Misfit(
            ErrorCode.NO_PYTHON,
            message,
            List.of(
                new Violation(
                    "/application/type",
                    ErrorCode.NO_PYTHON.name(),
                    "needs a node that can run Python")),
            Misfit.Cure.NODE));
  }

  private static boolean lacks(List<Room> rooms, PlacementNeed need) {
    Predicate<Room> python = room -> room.hasPython(need);
    return !rooms.isEmpty() && rooms.stream().noneMatch(python);
  }

  private static String told(List<Room> rooms) {
    return rooms.stream()
        .map(room -> "on %s %s".formatted(room.name(), room.whyNoPython()))
        .collect(Collectors.joining("; "));
  }
}
