package io.stoker.allocation;

import io.stoker.run.WaitingRun;
import java.util.List;

/**
 * Nodes for which runs wait. What newer ones have goes on, but they must not spread onto these, or
 * a stream of them would keep the older run waiting for ever. Those of other queues keep away by
 * the order of queues.
 */
record Reservations(List<WaitingRun> waiting) {

  /** One that its queue does not admit now waits for no node. */
  static Reservations of(List<WaitingRun> waiting, IdleCluster idle, Shares shares) {
    return new Reservations(
        waiting.stream()
            .filter(run -> isAdmitted(run, shares.of(run.queue())))
            .filter(run -> idle.fitsNow(run.driver(), run.executor()))
            .toList());
  }

  private static boolean isAdmitted(WaitingRun run, Share share) {
    return (run.started() || share.admitsRun())
        && share.admits(run.driver().process(), run.executor().process());
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

  /** The same of a run of any queue. */
  boolean isBeforeOfAny(OpenAttempt attempt, Room room) {
    return waiting.stream()
        .anyMatch(run -> run.runId().compareTo(attempt.runId()) < 0 && mayUse(run, room));
  }

  static boolean mayUse(WaitingRun run, Room room) {
    return room.admits(run.driver()) || room.admits(run.executor());
  }
}
