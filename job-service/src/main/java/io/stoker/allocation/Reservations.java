package io.stoker.allocation;

import io.stoker.cluster.PlacementNeed;
import io.stoker.run.WaitingRun;
import java.util.List;
import java.util.UUID;

/**
 * Nodes for which runs wait that may go to some only. Newer ones go on with the others meanwhile,
 * and so they must not spread onto these, or a stream of them would keep the older run waiting for
 * ever.
 */
record Reservations(List<WaitingRun> waiting) {

  static Reservations of(List<WaitingRun> waiting, IdleCluster idle) {
    return new Reservations(
        waiting.stream()
            .filter(run -> isChoosy(run.driver()) || isChoosy(run.executor()))
            .filter(run -> idle.fitsNow(run.driver(), run.executor()))
            .toList());
  }

  /** Whether a run that waits for this node came before another one. */
  boolean isBefore(UUID runId, Room room) {
    return waiting.stream().anyMatch(run -> run.runId().compareTo(runId) < 0 && mayUse(run, room));
  }

  static boolean mayUse(WaitingRun run, Room room) {
    return room.admits(run.driver()) || room.admits(run.executor());
  }

  private static boolean isChoosy(PlacementNeed need) {
    return !need.placement().nodes().required().isEmpty();
  }
}
