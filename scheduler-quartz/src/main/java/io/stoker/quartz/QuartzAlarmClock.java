package io.stoker.quartz;

import io.stoker.duty.AlarmClock;
import io.stoker.duty.PeriodicDuty;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.UUID;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.quartz.JobBuilder;
import org.quartz.JobDetail;
import org.quartz.JobKey;
import org.quartz.Scheduler;
import org.quartz.SchedulerException;
import org.quartz.Trigger;
import org.quartz.TriggerBuilder;
import org.quartz.TriggerKey;
import org.quartz.impl.StdSchedulerFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/**
 * Runs duties in an in-memory Quartz scheduler. Each duty has one job and at most one pending
 * trigger, which its next time and every wake-up share: that is what makes wake-ups coalesce.
 */
final class QuartzAlarmClock implements AlarmClock, SmartLifecycle {
  private static final Logger log = LoggerFactory.getLogger(QuartzAlarmClock.class);

  private final Supplier<List<PeriodicDuty>> source;
  private volatile Map<String, DutyJob> jobs = Map.of();
  private @Nullable Scheduler scheduler;
  private @Nullable ScheduledExecutorService guard;

  /**
   * @param source asked once, at the start
   */
  QuartzAlarmClock(Supplier<List<PeriodicDuty>> source) {
    this.source = source;
  }

  @Override
  public synchronized void start() {
    jobs = jobs(source.get());
    if (jobs.isEmpty()) {
      return;
    }
    try {
      scheduler = newScheduler();
      for (String duty : jobs.keySet()) {
        scheduler.addJob(job(duty), false);
        schedule(scheduler, duty, Duration.ZERO);
      }
      scheduler.start();
    } catch (SchedulerException e) {
      throw new IllegalStateException("Quartz does not start", e);
    }
    guard = WallClockGuard.watch(this::wakeAll);
  }

  private Map<String, DutyJob> jobs(List<PeriodicDuty> duties) {
    var byName = new LinkedHashMap<String, DutyJob>();
    for (PeriodicDuty duty : duties) {
      if (byName.put(duty.name(), new DutyJob(duty, () -> scheduleNext(duty))) != null) {
        throw new IllegalStateException("Two duties are called " + duty.name());
      }
    }
    return byName;
  }

  /** Does nothing before the start and after the stop: at the start every duty runs anyway. */
  @Override
  public synchronized void wake(String duty) {
    if (scheduler == null) {
      return;
    }
    if (!jobs.containsKey(duty)) {
      throw new IllegalArgumentException("No duty is called " + duty);
    }
    try {
      schedule(scheduler, duty, Duration.ZERO);
    } catch (SchedulerException e) {
      throw new IllegalStateException("Quartz cannot wake " + duty, e);
    }
  }

  private synchronized void wakeAll() {
    log.warn("The wall clock was set back; every duty runs now");
    jobs.keySet().forEach(this::wake);
  }

  /** After a run: at its next time, unless somebody woke it meanwhile. */
  private synchronized void scheduleNext(PeriodicDuty duty) {
    if (scheduler == null) {
      return;
    }
    try {
      Trigger pending = scheduler.getTrigger(triggerKey(duty.name()));
      if (pending == null || pending.getNextFireTime() == null) {
        schedule(scheduler, duty.name(), duty.every());
      }
    } catch (SchedulerException e) {
      log.error("Quartz cannot schedule {}", duty.name(), e);
    }
  }

  private static void schedule(Scheduler scheduler, String duty, Duration in)
      throws SchedulerException {
    Trigger trigger =
        TriggerBuilder.newTrigger()
            .withIdentity(triggerKey(duty))
            .forJob(JobKey.jobKey(duty))
            .startAt(Date.from(Instant.now().plus(in)))
            .build();
    if (scheduler.rescheduleJob(trigger.getKey(), trigger) == null) {
      scheduler.scheduleJob(trigger);
    }
  }

  private static TriggerKey triggerKey(String duty) {
    return TriggerKey.triggerKey(duty);
  }

  private static JobDetail job(String duty) {
    return JobBuilder.newJob(DutyJob.class).withIdentity(duty).storeDurably().build();
  }

  /** A thread for each duty, so that a slow one holds up no other. */
  private Scheduler newScheduler() throws SchedulerException {
    var properties = new Properties();
    properties.setProperty("org.quartz.scheduler.instanceName", "duties-" + UUID.randomUUID());
    properties.setProperty("org.quartz.jobStore.class", "org.quartz.simpl.RAMJobStore");
    properties.setProperty("org.quartz.threadPool.class", "org.quartz.simpl.SimpleThreadPool");
    properties.setProperty("org.quartz.threadPool.threadCount", "" + jobs.size());
    properties.setProperty("org.quartz.threadPool.threadNamePrefix", "duty");
    properties.setProperty("org.quartz.scheduler.threadName", "duties");
    Scheduler created = new StdSchedulerFactory(properties).getScheduler();
    created.setJobFactory((bundle, unused) -> jobOf(bundle.getJobDetail().getKey()));
    return created;
  }

  private DutyJob jobOf(JobKey key) throws SchedulerException {
    DutyJob job = jobs.get(key.getName());
    if (job == null) {
      throw new SchedulerException("No duty is called " + key.getName());
    }
    return job;
  }

  /** Lets running duties end, for as long as Spring waits for this phase, and starts no more. */
  @Override
  public void stop(Runnable callback) {
    new Thread(
            () -> {
              stop();
              callback.run();
            },
            "duties-stop")
        .start();
  }

  @Override
  public void stop() {
    Scheduler stopping = takeScheduler();
    if (stopping == null) {
      return;
    }
    try {
      stopping.shutdown(true);
    } catch (SchedulerException e) {
      log.warn("Quartz does not stop cleanly", e);
    }
  }

  /** Not under the lock while waiting: a running duty may need it to wake another. */
  private synchronized @Nullable Scheduler takeScheduler() {
    if (guard != null) {
      guard.shutdownNow();
      guard = null;
    }
    Scheduler stopping = scheduler;
    scheduler = null;
    return stopping;
  }

  @Override
  public synchronized boolean isRunning() {
    return scheduler != null;
  }
}
