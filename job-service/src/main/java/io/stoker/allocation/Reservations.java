package io.stoker.allocation;

import io.stoker.cluster.PlacementNeed;
import io.stoker.run.WaitingRun;
import java.util.List;

/**
 * Nodes for which runs wait that may go to some only. Newer ones go on with the others meanwhile,
 * and so they must not spread onto these, or a stream of them would keep the older run waiting for
 * ever. Those of other queues keep away by the order of queues.
 */
record Reservations(List<WaitingRun> waiting) {

  static Reservations of(List<WaitingRun> waiting, IdleCluster idle) {
    return new Reservations(
        waiting.stream()
            .filter(run -> isChoosy(run.driver()) || isChoosy(run.executor()))
            .filter(run -> idle.fitsNow(run.driver(), run.executor()))
            .toList());
  }

  /** Whether a run of the same queue that waits for this node came before an attempt's. */
  boolean isBefore(OpenAttempt attempt, Room room) {
    return waiting.stream()
        .anyMatch(
            run ->
                run.queue().equals(attempt.queue())
                    && run.runId().compareTo(attempt.runId()) < 0
                    && mayUse(run, room));
  }

  static boolean mayUse(WaitingRun run, Room room) {
    return room.admits(run.driver()) || room.admits(run.executor());
  }

  private static boolean isChoosy(PlacementNeed need) {
    return !need.placement().nodes().required().isEmpty();
  }
}
