package io.stoker.quartz;

import java.util.UUID;
import java.util.function.Consumer;
import org.quartz.Job;
import org.quartz.JobExecutionContext;

/** An alarm that rings; it bears the id of its schedule. */
final class WakeJob implements Job {
  private final Consumer<UUID> wake;
  private final FailureLog failures;

  WakeJob(Consumer<UUID> wake, FailureLog failures) {
    this.wake = wake;
    this.failures = failures;
  }

  /** What fails is left to the sweep. */
  @Override
  public void execute(JobExecutionContext context) {
    try {
      wake.accept(UUID.fromString(context.getJobDetail().getKey().getName()));
      failures.succeeded();
    } catch (RuntimeException e) {
      failures.failed(e);
    }
  }
}
