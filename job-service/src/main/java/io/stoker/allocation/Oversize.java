package io.stoker.allocation;

import io.stoker.cluster.PlacementNeed;
import io.stoker.error.ErrorCode;
import io.stoker.error.Violation;
import java.util.ArrayList;
import java.util.List;

/** The fields of a job's definition for which no node is big enough. */
final class Oversize {
  private Oversize() {}

  /**
   * Of a driver and an executor beside it that fit on no nodes.
   *
   * @param rooms all nodes, as if nothing ran on them
   */
  static List<Violation> of(List<Room> rooms, PlacementNeed driver, PlacementNeed executor) {
    List<Violation> violations = new ArrayList<>(of(rooms, "driver", driver));
    if (executor.process().coresMilli() > 0) {
      violations.addAll(of(rooms, "executor", executor));
    }
    return violations.isEmpty()
        ? List.of(violation("/executor", "must fit beside the driver, which leaves too little"))
        : violations;
  }

  private static List<Violation> of(List<Room> rooms, String who, PlacementNeed need) {
    List<Room> admitting = rooms.stream().filter(room -> room.admits(need)).toList();
    if (admitting.stream().anyMatch(room -> room.fits(need))) {
      return List.of();
    }
    long cores = admitting.stream().mapToLong(Room::coresMilli).max().orElse(0);
    long memory = admitting.stream().mapToLong(Room::memoryBytes).max().orElse(0);
    List<Violation> violations = new ArrayList<>();
    if (need.process().coresMilli() > cores) {
      violations.add(
          violation(
              "/" + who + "/cores",
              "must be at most %s, the most that a node has".formatted(Figures.cores(cores))));
    }
    if (need.process().memoryBytes() > memory) {
      violations.add(
          violation(
              "/" + who + "/memory",
              "must be at most %s with its overhead, the most that a node has, but comes to %s"
                  .formatted(
                      Figures.memory(memory), Figures.memory(need.process().memoryBytes()))));
    }
    return violations.isEmpty()
        ? List.of(
            violation(
                "/" + who + "/memory",
                "must fit on one node together with /%s/cores".formatted(who)))
        : violations;
  }

  private static Violation violation(String pointer, String message) {
    return new Violation(pointer, ErrorCode.DOES_NOT_FIT.name(), message);
  }
}
