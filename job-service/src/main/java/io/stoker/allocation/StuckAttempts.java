package io.stoker.allocation;

import io.stoker.cluster.Assignments;
import io.stoker.run.RunQueue;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.springframework.stereotype.Component;

/**
 * Drivers are only admitted where an executor fits beside them, but a node may be lost or drained
 * afterwards, and then several may be left that have no executor for their tasks and keep the room
 * of each other's. The newest of them gives way.
 */
@Component
class StuckAttempts {
  /** Longer than executors take to leave and nodes to come back from a restart of their service. */
  private static final int PATIENCE_TICKS = 60;

  /** The same of one that has executors of another profile, until Spark lets them go for idling. */
  private static final int IDLING_PATIENCE_TICKS = 180;

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
   * @param stuck attempts without an executor for their tasks that idle nodes would have room for,
   *     the oldest first
   * @return the fence of the one that it has ended
   */
  OptionalLong giveWay(List<ExecutorWants> stuck) {
    List<OpenAttempt> attempts =
        stuck.stream().filter(ExecutorWants::isAsked).map(ExecutorWants::attempt).toList();
    Map<Long, Long> ticks = store.stuck(attempts.stream().map(OpenAttempt::fence).toList());
    List<OpenAttempt> over =
        attempts.stream()
            .filter(one -> ticks.getOrDefault(one.fence(), 0L) >= patience(one))
            .toList();
    if (over.size() >= 2) {
      OpenAttempt newest = over.get(over.size() - 1);
      queue.giveWay(newest.fence(), WHY.formatted(patience(newest), over.get(0).runId()));
      assignments.stopAttempt(
          newest.fence(), "It gives way to another driver that has no executor for its tasks.");
      store.stuck(List.of());
      return OptionalLong.of(newest.fence());
    }
    return OptionalLong.empty();
  }

  private static int patience(OpenAttempt attempt) {
    return attempt.present().count() == 0 ? PATIENCE_TICKS : IDLING_PATIENCE_TICKS;
  }
}
