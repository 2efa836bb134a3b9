package io.stoker.allocation;

import io.stoker.cluster.Assignments;
import io.stoker.job.ExecutorFailures;
import io.stoker.run.Reason;
import io.stoker.run.RunQueue;
import java.util.Set;
import org.springframework.stereotype.Component;

/** Ends attempts whose executors die again and again: else they would be replaced for ever. */
@Component
class CrashLoops {
  private final CrashLoopStore store;
  private final RunQueue queue;
  private final Assignments assignments;

  CrashLoops(CrashLoopStore store, RunQueue queue, Assignments assignments) {
    this.store = store;
    this.queue = queue;
    this.assignments = assignments;
  }

  /**
   * Ends those of these attempts.
   *
   * @param fences of attempts that want executors
   */
  void end(Set<Long> fences) {
    for (long fence : store.suspects(ExecutorFailures.LEAST)) {
      if (fences.contains(fence)) {
        ExecutorFailures allowed = queue.executorFailures(fence);
        store
            .badExits(fence, allowed.window())
            .filter(bad -> bad.count() > allowed.most())
            .ifPresent(this::end);
      }
    }
  }

  private void end(BadExits bad) {
    queue.fail(bad.fence(), new Reason(Reason.CRASH_LOOP, bad.sentence()));
    assignments.stopAttempt(bad.fence(), "Its executors ended badly again and again.");
  }
}
