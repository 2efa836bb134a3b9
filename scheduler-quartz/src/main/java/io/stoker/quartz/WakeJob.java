package io.stoker.quartz;

import io.stoker.schedule.WakeUps;
import java.util.UUID;
import org.quartz.Job;
import org.quartz.JobExecutionContext;

/** An alarm that rings; it bears the id of its schedule. */
final class WakeJob implements Job {
  private final WakeUps wakeUps;
  private final FailureLog failures;

  WakeJob(WakeUps wakeUps, FailureLog failures) {
    this.wakeUps = wakeUps;
    this.failures = failures;
  }

  /** What fails is left to the sweep. */
  @Override
  public void execute(JobExecutionContext context) {
    try {
      wakeUps.wake(UUID.fromString(context.getJobDetail().getKey().getName()));
      failures.succeeded();
    } catch (RuntimeException e) {
      failures.failed(e);
    }
  }
}
