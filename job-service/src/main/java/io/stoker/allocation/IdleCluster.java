package io.stoker.allocation;

import io.stoker.cluster.ProcessNeed;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** The nodes as if nothing ran on them: what could ever fit, and what could fit now. */
final class IdleCluster {
  private final Rooms rooms;

  IdleCluster(Rooms rooms) {
    this.rooms = rooms;
  }

  /**
   * Why a driver and an executor beside it fit on none of the nodes that have joined, silent ones
   * included; empty when they do, and when no node has joined.
   */
  Optional<String> whyNever(ProcessNeed driver, ProcessNeed executor) {
    return rooms.all().isEmpty() || holds(rooms.all(), driver, executor)
        ? Optional.empty()
        : Optional.of(why(driver, executor));
  }

  /** Whether the nodes that may get work now could hold a run. */
  boolean fitsNow(ProcessNeed driver, ProcessNeed executor) {
    return holds(rooms.open(), driver, executor);
  }

  /** Whether an executor could join an attempt that has nothing but its driver. */
  boolean fitsNow(ExecutorWants wants) {
    return wants.fitsIdle(rooms);
  }

  private static boolean holds(List<Room> rooms, ProcessNeed driver, ProcessNeed executor) {
    for (Room room : rooms) {
      if (room.fits(driver)) {
        room.take(driver);
        boolean holds =
            rooms.stream()
                .anyMatch(other -> other.runtime().equals(room.runtime()) && other.fits(executor));
        room.giveBack(driver);
        if (holds) {
          return true;
        }
      }
    }
    return false;
  }

  private String why(ProcessNeed driver, ProcessNeed executor) {
    String nodes =
        rooms.all().stream()
            .map(
                room ->
                    "%s has %s"
                        .formatted(room.name(), Figures.of(room.coresMilli(), room.memoryBytes())))
            .collect(Collectors.joining(", "));
    return """
        The driver needs %s (heap and overhead), and at the same time one executor needs %s, each on \
        one node. Even when idle, %s. Ask for less, or add a bigger node.\
        """
        .formatted(Figures.of(driver), Figures.of(executor), nodes);
  }
}
