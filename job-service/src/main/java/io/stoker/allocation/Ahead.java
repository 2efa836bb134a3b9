package io.stoker.allocation;

import io.stoker.run.WaitingRun;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;

/** Who waits for which nodes and comes first: nobody behind them gets a place there. */
final class Ahead {
  private final List<Wait> waits = new ArrayList<>();
  private final Rooms rooms;
  private Rooms free;

  private record Wait(Function<WaitingRun, String> why, Predicate<Room> nodes) {}

  Ahead(Rooms rooms) {
    this.rooms = rooms;
    this.free = rooms;
  }

  /** An attempt that has no executor for its tasks, or for which executors of others are let go. */
  void add(ExecutorWants wants) {
    String why =
        "Waits until run %s has an executor for its tasks; it came first."
            .formatted(wants.attempt().runId());
    add(new Wait(other -> why, wants::admits));
  }

  /** A run that has found no place for its driver. */
  void add(WaitingRun run) {
    add(new Wait(other -> why(run, other), room -> Reservations.mayUse(run, room)));
  }

  private void add(Wait wait) {
    waits.add(wait);
    free = free.without(wait.nodes());
  }

  private static String why(WaitingRun run, WaitingRun other) {
    return run.queue().equals(other.queue())
        ? "Waits behind run %s of %s, which came first and waits for capacity."
            .formatted(run.runId(), run.jobName())
        : "Waits behind run %s of %s: it waits for capacity, and the turn of its queue %s comes first."
            .formatted(run.runId(), run.jobName(), run.queue());
  }

  /** All nodes. */
  Rooms rooms() {
    return rooms;
  }

  /** Nodes for which nobody waits. */
  Rooms free() {
    return free;
  }

  /** Why a run must leave nodes that it may go to to others; empty when it need not. */
  Optional<String> of(WaitingRun run) {
    List<Room> own = rooms.open().stream().filter(room -> Reservations.mayUse(run, room)).toList();
    return waits.stream()
        .filter(wait -> own.stream().anyMatch(wait.nodes()))
        .map(wait -> wait.why().apply(run))
        .findFirst();
  }
}
