package io.stoker.quartz;

import io.stoker.duty.PeriodicDuty;
import org.quartz.DisallowConcurrentExecution;
import org.quartz.Job;
import org.quartz.JobExecutionContext;

/** One duty as Quartz runs it: never twice at once, and never the last time. */
@DisallowConcurrentExecution
final class DutyJob implements Job {
  private final PeriodicDuty duty;
  private final FailureLog failures;
  private final Runnable scheduleNext;

  /**
   * @param scheduleNext called after each run, however it ended
   */
  DutyJob(PeriodicDuty duty, Runnable scheduleNext) {
    this.duty = duty;
    this.failures = new FailureLog(duty.name());
    this.scheduleNext = scheduleNext;
  }

  @Override
  public void execute(JobExecutionContext context) {
    try {
      duty.run();
      failures.succeeded();
    } catch (RuntimeException | Error e) {
      failures.failed(e);
    } finally {
      scheduleNext.run();
    }
  }
}
