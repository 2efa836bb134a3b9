package io.stoker.allocation;

import io.stoker.run.WaitingRun;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** Who waits for which nodes and came first: nobody behind them gets a place there. */
final class Ahead {
  private final List<Wait> waits = new ArrayList<>();
  private final Rooms rooms;
  private Rooms free;

  private record Wait(String why, Predicate<Room> nodes) {}

  Ahead(Rooms rooms) {
    this.rooms = rooms;
    this.free = rooms;
  }

  void add(String why, Predicate<Room> nodes) {
    waits.add(new Wait(why, nodes));
    free = free.without(nodes);
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
        .map(Wait::why)
        .findFirst();
  }
}
