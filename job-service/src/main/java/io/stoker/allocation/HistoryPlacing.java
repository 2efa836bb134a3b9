package io.stoker.allocation;

import io.stoker.cluster.HistoryServer;
import io.stoker.cluster.ProcessNeed;
import io.stoker.run.WaitingRun;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;
import org.springframework.stereotype.Component;

/**
 * Gives the history server what a pass has left over, and takes it back for runs: they come first.
 */
@Component
class HistoryPlacing {
  private final HistoryServer server;

  HistoryPlacing(HistoryServer server) {
    this.server = server;
  }

  /**
   * On a node for which nobody waits: where none has ended badly or was not reached of late, and of
   * those where most memory is free. What ails it may be its node's.
   */
  void place(Ahead ahead) {
    Optional<ProcessNeed> need = server.placeless();
    if (need.isEmpty()) {
      return;
    }
    Set<UUID> capable = server.capableNodes();
    List<Room> nodes =
        ahead.rooms().open().stream().filter(room -> capable.contains(room.nodeId())).toList();
    Set<UUID> avoided = server.nodesToAvoid();
    Optional<Room> best =
        ahead.free().open().stream()
            .filter(room -> capable.contains(room.nodeId()) && room.fits(need.get()))
            .max(
                Comparator.comparing((Room room) -> !avoided.contains(room.nodeId()))
                    .thenComparingLong(Room::memoryBytes)
                    .thenComparing(Room::name, Comparator.reverseOrder()));
    if (best.isEmpty()) {
      server.explain(why(need.get(), nodes));
    } else if (server.place(best.get().nodeId())) {
      best.get().take(need.get());
    }
  }

  /**
   * Has it end for a driver that found no place, should that be the history server's.
   *
   * @param free nodes for which nobody else waits
   * @return what to say of it; empty when it is not in the way
   */
  Optional<String> giveWay(WaitingRun run, Rooms free, Predicate<Rooms> fits) {
    return giveWay(run.runId(), free, fits);
  }

  /** The same for further executors of an attempt. */
  Optional<String> giveWay(ExecutorWants wants, Ahead ahead) {
    Rooms free = wants.isStuck() ? ahead.rooms() : ahead.free().without(wants::isReserved);
    return wants
        .lacking()
        .filter(need -> !wants.isIdling())
        .flatMap(
            need ->
                giveWay(
                    wants.attempt().runId(),
                    free,
                    rooms -> rooms.forExecutor(need, any -> 0).isPresent()));
  }

  private Optional<String> giveWay(UUID run, Rooms free, Predicate<Rooms> fits) {
    Optional<Room> room = free.withoutHistory(fits);
    room.ifPresent(
        node -> {
          server.giveWay(node.nodeId(), "run " + run);
          node.endHistory();
        });
    return room.map(
        node ->
            " %s of %s are those of Spark's history server, which shows runs that are over; it gives way: %s."
                .formatted(
                    Figures.memory(node.historyBytes()), node.name(), HistoryServer.patience()));
  }

  private static String why(ProcessNeed need, List<Room> nodes) {
    if (nodes.isEmpty()) {
      return "No node that is READY can show it: a node needs the storage of the servers, a service as new as theirs and an open stoker.node.http-port.";
    }
    return "It takes %d MiB of memory, and no node has so much to spare: the most free is %d MiB%s. It starts once runs have ended, or with more nodes or a smaller stoker.history-server.heap."
        .formatted(
            need.memoryBytes() >> 20,
            Math.max(0, nodes.stream().mapToLong(Room::memoryBytes).max().orElse(0)) >> 20,
            nodes.stream().anyMatch(room -> room.fits(need)) ? ", which runs wait for" : "");
  }
}
