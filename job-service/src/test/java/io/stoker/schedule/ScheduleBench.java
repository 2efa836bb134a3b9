package io.stoker.schedule;

import io.stoker.cluster.Storage;
import io.stoker.database.LentDatabase;
import io.stoker.database.TestDatabase;
import io.stoker.fixture.DomainConfiguration;
import io.stoker.fixture.SizedCluster;
import io.stoker.fixture.TestPools;
import io.stoker.fixture.TestStorage;
import io.stoker.job.ConcurrencyPolicy;
import io.stoker.job.JobSpec;
import io.stoker.job.Jobs;
import io.stoker.job.ParameterType;
import io.stoker.placement.PlacementStrategy;
import io.stoker.revision.ExpectedRevision;
import io.stoker.run.Reason;
import io.stoker.run.Run;
import io.stoker.run.RunFilter;
import io.stoker.run.RunQueue;
import io.stoker.run.Runs;
import io.stoker.run.ScheduledFor;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import javax.sql.DataSource;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/** The domain of one server over a real database, with an alarm clock that rings by hand. */
final class ScheduleBench implements AutoCloseable {
  static final String JOB = "delays";

  final TestDatabase database;
  final JdbcClient jdbc;
  final Schedules schedules;
  final WakeUps wakeUps;
  final ScheduleDuties.Sweep sweep;
  final ScheduleDuties.Alarms alarms;
  final ScheduleStore store;
  final Jobs jobs;
  final Runs runs;
  final RunQueue queue;
  final SizedCluster capacity;
  final HandClock clock;
  final TransactionTemplate transaction;
  private final AnnotationConfigApplicationContext context;
  private final Runnable whenClosed;

  private ScheduleBench(TestDatabase database, ScheduleLimits limits, Runnable whenClosed) {
    this.database = database;
    this.whenClosed = whenClosed;
    context = new AnnotationConfigApplicationContext();
    context.registerBean(DataSource.class, () -> TestPools.of(database, 12));
    context.registerBean(ScheduleLimits.class, () -> limits);
    context.register(Wiring.class);
    context.refresh();
    jdbc = context.getBean(JdbcClient.class);
    schedules = context.getBean(Schedules.class);
    wakeUps = context.getBean(WakeUps.class);
    sweep = context.getBean(ScheduleDuties.Sweep.class);
    alarms = context.getBean(ScheduleDuties.Alarms.class);
    store = context.getBean(ScheduleStore.class);
    jobs = context.getBean(Jobs.class);
    runs = context.getBean(Runs.class);
    queue = context.getBean(RunQueue.class);
    capacity = context.getBean(SizedCluster.class);
    clock = context.getBean(HandClock.class);
    transaction = context.getBean(TransactionTemplate.class);
  }

  /** A server with a database of its own and one job. */
  static ScheduleBench start() {
    return start(ScheduleLimits.DEFAULTS);
  }

  static ScheduleBench start(ScheduleLimits limits) {
    LentDatabase lent = LentDatabase.take();
    ScheduleBench bench = new ScheduleBench(lent.database(), limits, lent::close);
    bench.addJob(JOB);
    return bench;
  }

  /** Another server on the same database. */
  ScheduleBench anotherServer() {
    return new ScheduleBench(database, context.getBean(ScheduleLimits.class), () -> {});
  }

  @Override
  public void close() {
    context.close();
    whenClosed.run();
  }

  void addJob(String name) {
    jobs.create(spec(name, ParameterType.INTEGER, JobSpec.Concurrency.ALLOWED), "ada", null);
  }

  /** Lets the job have so many runs that are not over, and refuses more. */
  void limitJob(int max) {
    JobSpec.Concurrency concurrency = new JobSpec.Concurrency(ConcurrencyPolicy.SKIP, max);
    jobs.replace(
        JOB, new ExpectedRevision.Any(), spec(JOB, ParameterType.INTEGER, concurrency), "ada");
  }

  /** Makes the job's parameter one of another type, so that its schedules' values do not fit. */
  void changeParameter(ParameterType type) {
    jobs.replace(
        JOB, new ExpectedRevision.Any(), spec(JOB, type, JobSpec.Concurrency.ALLOWED), "ada");
  }

  private static JobSpec spec(String name, ParameterType type, JobSpec.Concurrency concurrency) {
    return new JobSpec(
        name,
        "default",
        Map.of(),
        new JobSpec.Sql(List.of(), "select 1"),
        null,
        Map.of(
            "minDelay", new JobSpec.Parameter(type, type == ParameterType.DATE ? null : "15", null),
            "day", new JobSpec.Parameter(ParameterType.DATE, "2001-01-01", null),
            "at", new JobSpec.Parameter(ParameterType.TIMESTAMP, "2001-01-01T00:00:00Z", null),
            "text", new JobSpec.Parameter(ParameterType.STRING, "", null)),
        new JobSpec.Driver(500, 1L << 30),
        new JobSpec.Executor(1, 1, 1L << 30),
        PlacementStrategy.SPREAD,
        Map.of(),
        new JobSpec.Retry(1, Duration.ZERO),
        null,
        concurrency,
        false);
  }

  Schedule add(String cron, CatchUp catchUp, Overlap overlap) {
    return add(draft(cron, catchUp, overlap));
  }

  Schedule add(ScheduleDraft draft) {
    return schedules.create(JOB, draft, List.of(), "ada", null);
  }

  static ScheduleDraft draft(String cron, CatchUp catchUp, Overlap overlap) {
    return new ScheduleDraft(
        null,
        cron,
        "UTC",
        null,
        null,
        null,
        new ScheduleDraft.CatchUpDraft(
            catchUp.policy().name(), catchUp.policy() == CatchUp.Policy.ALL ? catchUp.max() : null),
        overlap.name());
  }

  /** Puts the mark back, as if nobody had looked since then. */
  void rewind(Schedule schedule, Duration by) {
    Instant mark = store.now().minus(by);
    Instant next = schedule.spec().fireTimes().next(mark).orElseThrow().at();
    jdbc.sql("update schedule set decided_until = :mark, next_fire_at = :next where id = :id")
        .param("id", schedule.id())
        .param("mark", mark.atOffset(ZoneOffset.UTC))
        .param("next", next.atOffset(ZoneOffset.UTC))
        .update();
  }

  Schedule read(Schedule schedule) {
    return schedules.get(JOB, schedule.id());
  }

  /** Oldest first. */
  List<Fire> fires(Schedule schedule) {
    List<Fire> newestFirst = schedules.fires(JOB, schedule.id(), null, 10_000);
    return newestFirst.stream().sorted((a, b) -> a.first().compareTo(b.first())).toList();
  }

  List<Run> runsOfJob() {
    return runs.list(new RunFilter(null, JOB, null, Set.of(), null), 10_000).stream()
        .map(details -> details.run())
        .toList();
  }

  static Reason reason(Fire fire) {
    return Objects.requireNonNull(fire.reason());
  }

  static ScheduledFor scheduled(Run run) {
    return Objects.requireNonNull(run.scheduled());
  }

  /** Ends every run that is not over. */
  void finishRuns() {
    jdbc.sql("update run set state = 'SUCCEEDED', finished_at = clock_timestamp()").update();
  }

  /** Keeps what it is told, and never rings. */
  static final class HandClock implements ScheduleTimer {
    final Map<UUID, Duration> alarms = new ConcurrentHashMap<>();

    @Override
    public void wakeAfter(UUID schedule, Duration delay) {
      alarms.put(schedule, delay);
    }

    @Override
    public void reconcile(Map<UUID, Duration> wanted) {
      alarms.clear();
      alarms.putAll(wanted);
    }
  }

  @Import({DomainConfiguration.class, SizedCluster.class, HandClock.class})
  @ComponentScan({
    "io.stoker.run",
    "io.stoker.eventlog",
    "io.stoker.job",
    "io.stoker.artifact",
    "io.stoker.schedule"
  })
  @ComponentScan(
      basePackages = "io.stoker.cluster",
      excludeFilters =
          @ComponentScan.Filter(
              type = org.springframework.context.annotation.FilterType.REGEX,
              pattern = ".*(Bench|Test).*"))
  static class Wiring {
    @Bean
    Storage storage() {
      return TestStorage.create();
    }
  }
}
