package io.stoker.allocation;

import io.stoker.cluster.HistoryServer;
import io.stoker.cluster.ProcessNeed;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.springframework.stereotype.Component;

/** Gives the history server what a pass has left over: runs come first. */
@Component
class HistoryPlacing {
  private final HistoryServer server;

  HistoryPlacing(HistoryServer server) {
    this.server = server;
  }

  /**
   * On a node for which nobody waits: where none has ended badly of late, and of those where most
   * memory is free. What ails it may be its node's.
   */
  void place(Ahead ahead) {
    Optional<ProcessNeed> need = server.placeless();
    if (need.isEmpty()) {
      return;
    }
    Set<UUID> capable = server.capableNodes();
    List<Room> nodes =
        ahead.rooms().open().stream().filter(room -> capable.contains(room.nodeId())).toList();
    Set<UUID> failed = server.nodesOfBadEnds();
    Optional<Room> best =
        ahead.free().open().stream()
            .filter(room -> capable.contains(room.nodeId()) && room.fits(need.get()))
            .max(
                Comparator.comparing((Room room) -> !failed.contains(room.nodeId()))
                    .thenComparingLong(Room::memoryBytes)
                    .thenComparing(Room::name, Comparator.reverseOrder()));
    if (best.isEmpty()) {
      server.explain(why(need.get(), nodes));
    } else if (server.place(best.get().nodeId())) {
      best.get().take(need.get());
    }
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
