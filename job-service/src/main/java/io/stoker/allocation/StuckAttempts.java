package io.stoker.allocation;

import io.stoker.cluster.Assignments;
import io.stoker.run.RunQueue;
import java.util.List;
import java.util.Map;
import org.springframework.stereotype.Component;

/**
 * Drivers are only admitted where an executor fits beside them, but a node may be lost or drained
 * afterwards, and then several may be left that have no executor and keep the room of each other's.
 * The newest of them gives way.
 */
@Component
class StuckAttempts {
  /** Longer than executors take to leave and nodes to come back from a restart of their service. */
  private static final int PATIENCE_TICKS = 60;

  private static final String WHY =
      "It had no executor for its tasks for %d s, and neither had run %s, which came first: drivers,"
          + " or executors that wait for tasks of other profiles, filled the nodes that are left. It"
          + " gave way.";

  private final AllocationStore store;
  private final RunQueue queue;
  private final Assignments assignments;

  StuckAttempts(AllocationStore store, RunQueue queue, Assignments assignments) {
    this.store = store;
    this.queue = queue;
    this.assignments = assignments;
  }

  /**
   * Ends one of them when the wait is over. The others wait anew, for the room that it leaves.
   *
   * @param stuck attempts without any executor that idle nodes would have room for, the oldest
   *     first
   */
  void giveWay(List<ExecutorWants> stuck) {
    List<OpenAttempt> attempts =
        stuck.stream().filter(ExecutorWants::isAsked).map(ExecutorWants::attempt).toList();
    Map<Long, Long> ticks = store.stuck(attempts.stream().map(OpenAttempt::fence).toList());
    if (attempts.size() < 2) {
      return;
    }
    OpenAttempt oldest = attempts.get(0);
    if (ticks.getOrDefault(oldest.fence(), 0L) >= PATIENCE_TICKS) {
      long newest = attempts.get(attempts.size() - 1).fence();
      queue.giveWay(newest, WHY.formatted(PATIENCE_TICKS, oldest.runId()));
      assignments.stopAttempt(newest, "It gives way to another driver without an executor.");
      store.stuck(List.of());
    }
  }
}
