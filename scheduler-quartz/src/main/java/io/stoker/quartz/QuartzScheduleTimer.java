package io.stoker.quartz;

import io.stoker.schedule.ScheduleTimer;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.quartz.JobBuilder;
import org.quartz.JobDetail;
import org.quartz.JobKey;
import org.quartz.Scheduler;
import org.quartz.SchedulerException;
import org.quartz.SimpleScheduleBuilder;
import org.quartz.Trigger;
import org.quartz.TriggerBuilder;
import org.quartz.impl.SchedulerRepository;
import org.quartz.impl.StdSchedulerFactory;
import org.quartz.impl.jdbcjobstore.JobStoreTX;
import org.quartz.impl.jdbcjobstore.PostgreSQLDelegate;
import org.quartz.impl.matchers.GroupMatcher;
import org.quartz.utils.DBConnectionManager;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/**
 * Alarms in Quartz's clustered store: one for each schedule, rung by whichever server comes first
 * and outliving all of them. A delay counts from this server's clock, so that one that is wrong by
 * an hour sets its own alarms right.
 */
final class QuartzScheduleTimer implements ScheduleTimer, SmartLifecycle {
  private static final Logger log = LoggerFactory.getLogger(QuartzScheduleTimer.class);
  private static final String GROUP = "schedules";
  private static final int THREADS = 4;

  private final DataSource dataSource;
  private final Consumer<UUID> wake;
  private final FailureLog failures = new FailureLog("schedule-alarms");
  private final String instance = UUID.randomUUID().toString();
  private volatile @Nullable Scheduler scheduler;

  /**
   * @param wake told which schedule an alarm that rings is of
   */
  QuartzScheduleTimer(DataSource dataSource, Consumer<UUID> wake) {
    this.dataSource = dataSource;
    this.wake = wake;
  }

  @Override
  public void wakeAfter(UUID schedule, Duration delay) {
    attempt(
        running -> {
          JobDetail job =
              JobBuilder.newJob(WakeJob.class).withIdentity(schedule.toString(), GROUP).build();
          running.scheduleJob(job, Set.of(trigger(schedule, delay)), true);
        });
  }

  private static Trigger trigger(UUID schedule, Duration delay) {
    // Quartz counts whole milliseconds; one that rings too early would find nothing due
    Instant at = Instant.now().plus(delay).plusMillis(1);
    return TriggerBuilder.newTrigger()
        .withIdentity(schedule.toString(), GROUP)
        .startAt(Date.from(at))
        .withSchedule(
            SimpleScheduleBuilder.simpleSchedule().withMisfireHandlingInstructionFireNow())
        .build();
  }

  @Override
  public void reconcile(Map<UUID, Duration> alarms) {
    attempt(
        running -> {
          Set<JobKey> set = running.getJobKeys(GroupMatcher.jobGroupEquals(GROUP));
          Set<String> names = set.stream().map(JobKey::getName).collect(Collectors.toSet());
          Map<UUID, Duration> missing = new HashMap<>(alarms);
          missing.keySet().removeIf(schedule -> names.contains(schedule.toString()));
          missing.forEach(this::wakeAfter);
          Set<String> wanted =
              alarms.keySet().stream().map(UUID::toString).collect(Collectors.toSet());
          running.deleteJobs(set.stream().filter(key -> !wanted.contains(key.getName())).toList());
        });
  }

  private interface Act {
    void on(Scheduler scheduler) throws SchedulerException;
  }

  /**
   * Nothing before the start and after the stop: the rows know all, and another server may live.
   */
  private void attempt(Act act) {
    Scheduler running = scheduler;
    if (running == null) {
      return;
    }
    try {
      act.on(running);
      failures.succeeded();
    } catch (SchedulerException e) {
      failures.failed(e);
    }
  }

  @Override
  public synchronized void start() {
    try {
      DBConnectionManager.getInstance()
          .addConnectionProvider(instance, new PooledConnections(dataSource));
      Scheduler created = newScheduler(properties());
      created.setJobFactory((bundle, unused) -> new WakeJob(wake, failures));
      created.start();
      scheduler = created;
    } catch (SchedulerException e) {
      throw new IllegalStateException("Quartz does not start", e);
    }
  }

  /**
   * Schedulers of a cluster have one name, and the factory hands out the one of that name that this
   * JVM has already: another server's, on another database maybe.
   */
  private static Scheduler newScheduler(Properties properties) throws SchedulerException {
    synchronized (QuartzScheduleTimer.class) {
      Scheduler created = new StdSchedulerFactory(properties).getScheduler();
      SchedulerRepository.getInstance().remove(GROUP);
      return created;
    }
  }

  private Properties properties() {
    var properties = new Properties();
    properties.setProperty("org.quartz.scheduler.instanceName", GROUP);
    properties.setProperty("org.quartz.scheduler.instanceId", instance);
    properties.setProperty("org.quartz.scheduler.threadName", "schedules");
    properties.setProperty("org.quartz.scheduler.idleWaitTime", "5000");
    properties.setProperty("org.quartz.threadPool.class", "org.quartz.simpl.SimpleThreadPool");
    properties.setProperty("org.quartz.threadPool.threadCount", "" + THREADS);
    properties.setProperty("org.quartz.threadPool.threadNamePrefix", "schedule");
    properties.setProperty("org.quartz.jobStore.class", JobStoreTX.class.getName());
    properties.setProperty(
        "org.quartz.jobStore.driverDelegateClass", PostgreSQLDelegate.class.getName());
    properties.setProperty("org.quartz.jobStore.dataSource", instance);
    properties.setProperty("org.quartz.jobStore.tablePrefix", "qrtz_");
    properties.setProperty("org.quartz.jobStore.useProperties", "true");
    properties.setProperty("org.quartz.jobStore.isClustered", "true");
    properties.setProperty("org.quartz.jobStore.clusterCheckinInterval", "5000");
    // off by default, which lets two servers take one alarm
    properties.setProperty("org.quartz.jobStore.acquireTriggersWithinLock", "true");
    return properties;
  }

  /** Lets ringing alarms end, for as long as Spring waits for this phase, and rings no more. */
  @Override
  public void stop(Runnable callback) {
    new Thread(
            () -> {
              stop();
              callback.run();
            },
            "schedules-stop")
        .start();
  }

  @Override
  public synchronized void stop() {
    Scheduler stopping = scheduler;
    scheduler = null;
    if (stopping == null) {
      return;
    }
    try {
      stopping.shutdown(true);
    } catch (SchedulerException e) {
      log.warn("Quartz does not stop cleanly", e);
    }
  }

  @Override
  public boolean isRunning() {
    return scheduler != null;
  }
}
