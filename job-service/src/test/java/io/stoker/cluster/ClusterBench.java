package io.stoker.cluster;

import io.stoker.access.Token;
import io.stoker.allocation.AllocationPass;
import io.stoker.allocation.AllocationSettings;
import io.stoker.database.LentDatabase;
import io.stoker.duty.PeriodicDuty;
import io.stoker.fixture.DomainConfiguration;
import io.stoker.fixture.TestPools;
import io.stoker.fixture.TestStorage;
import io.stoker.job.ConcurrencyPolicy;
import io.stoker.job.JobSpec;
import io.stoker.job.Jobs;
import io.stoker.job.OtherMaster;
import io.stoker.placement.PlacementStrategy;
import io.stoker.queue.Queue;
import io.stoker.queue.QueueSpec;
import io.stoker.queue.QueueUses;
import io.stoker.queue.Queues;
import io.stoker.revision.ExpectedRevision;
import io.stoker.run.Attempts;
import io.stoker.run.CapacityCheck;
import io.stoker.run.Demand;
import io.stoker.run.RunQueue;
import io.stoker.run.Runs;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import javax.sql.DataSource;
import org.awaitility.Awaitility;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.FilterType;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/** The domain over a real database, with stand-ins for nodes that speak their protocol. */
public final class ClusterBench implements AutoCloseable {
  public static final long MIB = 1L << 20;
  public static final long GIB = 1L << 30;

  public final JdbcClient jdbc;
  public final Nodes nodes;
  public final Runs runs;
  public final Queues queues;
  public final QueueUses uses;
  public final Attempts attempts;
  public final RunQueue queue;
  public final Assignments assignments;
  public final AllocationPass pass;
  public final CapacityCheck capacity;
  public final TransactionTemplate transaction;
  final NodeReports reports;
  final NodeWork work;
  final LostProcesses lost;
  final NodeStore nodeStore;
  final JoinTokens tokens;
  final Signals signals;
  final LogStore logs;
  private final LentDatabase lent = LentDatabase.take();
  private final AnnotationConfigApplicationContext context;

  private ClusterBench() {
    context = new AnnotationConfigApplicationContext();
    context.registerBean(DataSource.class, () -> TestPools.of(lent.database(), 12));
    context.register(Wiring.class);
    context.refresh();
    jdbc = context.getBean(JdbcClient.class);
    nodes = context.getBean(Nodes.class);
    runs = context.getBean(Runs.class);
    queues = context.getBean(Queues.class);
    uses = context.getBean(QueueUses.class);
    attempts = context.getBean(Attempts.class);
    queue = context.getBean(RunQueue.class);
    assignments = context.getBean(Assignments.class);
    pass = context.getBean(AllocationPass.class);
    capacity = context.getBean(CapacityCheck.class);
    transaction = context.getBean(TransactionTemplate.class);
    reports = context.getBean(NodeReports.class);
    work = context.getBean(NodeWork.class);
    lost = context.getBean(LostProcesses.class);
    nodeStore = context.getBean(NodeStore.class);
    tokens = context.getBean(JoinTokens.class);
    signals = context.getBean(Signals.class);
    logs = context.getBean(LogStore.class);
  }

  public static ClusterBench start() {
    return new ClusterBench();
  }

  /** A part of this server that no act of this class reaches. */
  public <T> T part(Class<T> type) {
    return context.getBean(type);
  }

  @Override
  public void close() {
    context.close();
    lent.close();
  }

  /** A job whose driver takes a core and whose executors take one each, all of 1 GiB heap. */
  public void addJob(String name, int executors) {
    addJob(name, new JobSpec.Driver(1000, GIB), new JobSpec.Executor(executors, 1, GIB));
  }

  public void addJob(String name, JobSpec.Driver driver, JobSpec.Executor executor) {
    addJob(name, driver, executor, PlacementStrategy.SPREAD);
  }

  public void addJob(
      String name, JobSpec.Driver driver, JobSpec.Executor executor, PlacementStrategy placement) {
    context
        .getBean(Jobs.class)
        .create(
            spec(name, Queue.DEFAULT, driver, executor, placement, JobSpec.Concurrency.ALLOWED),
            "ada",
            null);
  }

  /** A queue without bounds but those of a test. */
  public void addQueue(QueueSpec queue) {
    queues.create(queue, null);
  }

  /** A queue with a share in percent and a priority. */
  public void addQueue(String name, int share, int priority) {
    addQueue(new QueueSpec(name, share * 1000, null, null, priority, null, null));
  }

  /** Bounds of a queue other than it has. */
  public void change(QueueSpec queue) {
    queues.replace(queue.name(), new ExpectedRevision.Any(), queue);
  }

  /** A job as {@link #addJob(String, int)} makes it, named as its queue. */
  public void addJobIn(String queue, int executors) {
    addJobIn(queue, queue, new JobSpec.Driver(1000, GIB), new JobSpec.Executor(executors, 1, GIB));
  }

  public void addJobIn(
      String queue, String name, JobSpec.Driver driver, JobSpec.Executor executor) {
    context
        .getBean(Jobs.class)
        .create(
            spec(
                name,
                queue,
                driver,
                executor,
                PlacementStrategy.SPREAD,
                JobSpec.Concurrency.ALLOWED),
            "ada",
            null);
  }

  /** Lets a job as {@link #addJob(String, int)} makes it name another queue. */
  public void move(String job, String queue) {
    context
        .getBean(Jobs.class)
        .replace(
            job,
            new ExpectedRevision.Any(),
            spec(
                job,
                queue,
                new JobSpec.Driver(1000, GIB),
                new JobSpec.Executor(1, 1, GIB),
                PlacementStrategy.SPREAD,
                JobSpec.Concurrency.ALLOWED),
            "ada");
  }

  public void deleteJob(String name) {
    context.getBean(Jobs.class).delete(name, new ExpectedRevision.Any());
  }

  /** A job whose tasks another master runs, with a driver of a core. */
  public void addJob(String name, OtherMaster master, JobSpec.Executor executor) {
    JobSpec spec =
        spec(
            name,
            Queue.DEFAULT,
            new JobSpec.Driver(1000, GIB),
            executor,
            PlacementStrategy.SPREAD,
            JobSpec.Concurrency.ALLOWED);
    context
        .getBean(Jobs.class)
        .create(
            new JobSpec(
                name,
                spec.queue(),
                spec.labels(),
                spec.application(),
                spec.result(),
                spec.parameters(),
                spec.driver(),
                spec.executor(),
                spec.placement(),
                spec.sparkConf(),
                spec.retry(),
                spec.timeout(),
                spec.concurrency(),
                spec.exclusive(),
                master),
            "ada",
            null);
  }

  /** The same as {@link #addJob(String, int)} in Python. */
  public void addPythonJob(String name, int executors) {
    String file = "a".repeat(64);
    jdbc.sql(
            """
            insert into artifact (id, name, kind, bytes, file, created_by)
            values (:id, 'counts.py', 'PYTHON', 1, 'f', 'ada') on conflict do nothing
            """)
        .param("id", file)
        .update();
    context
        .getBean(Jobs.class)
        .create(
            new JobSpec(
                name,
                Queue.DEFAULT,
                Map.of(),
                new JobSpec.Python(file, List.of(), Map.of(), List.of(), Map.of()),
                null,
                Map.of(),
                new JobSpec.Driver(1000, GIB),
                new JobSpec.Executor(executors, 1, GIB),
                PlacementStrategy.SPREAD,
                Map.of(),
                new JobSpec.Retry(3, Duration.ZERO),
                null,
                JobSpec.Concurrency.ALLOWED,
                false),
            "ada",
            null);
  }

  /** A job as {@link #addJob(String, int)} makes it, with a bound on its runs. */
  public void addJob(String name, ConcurrencyPolicy policy, int max) {
    context.getBean(Jobs.class).create(bounded(name, policy, max), "ada", null);
  }

  /** Gives a job another bound on its runs. */
  public void bound(String name, ConcurrencyPolicy policy, int max) {
    context
        .getBean(Jobs.class)
        .replace(name, new ExpectedRevision.Any(), bounded(name, policy, max), "ada");
  }

  private static JobSpec bounded(String name, ConcurrencyPolicy policy, int max) {
    return spec(
        name,
        Queue.DEFAULT,
        new JobSpec.Driver(1000, GIB),
        new JobSpec.Executor(1, 1, GIB),
        PlacementStrategy.SPREAD,
        new JobSpec.Concurrency(policy, max));
  }

  private static JobSpec spec(
      String name,
      String queue,
      JobSpec.Driver driver,
      JobSpec.Executor executor,
      PlacementStrategy placement,
      JobSpec.Concurrency concurrency) {
    return new JobSpec(
        name,
        queue,
        Map.of(),
        new JobSpec.Sql(List.of(), "select 1"),
        null,
        Map.of(),
        driver,
        executor,
        placement,
        Map.of(),
        new JobSpec.Retry(3, Duration.ZERO),
        null,
        concurrency,
        false);
  }

  public UUID submit(String job) {
    return runs.submit(job, Map.of(), "ada", null).id();
  }

  /** The fence of a run's last attempt. */
  public long fence(UUID run) {
    return jdbc.sql("select max(fence) from attempt where run_id = :run")
        .param("run", run)
        .query(Long.class)
        .single();
  }

  public boolean hasDriver(UUID run) {
    return jdbc.sql("select count(*) > 0 from attempt where run_id = :run and finished_at is null")
        .param("run", run)
        .query(Boolean.class)
        .single();
  }

  /** What the driver of an attempt says once its context is ready. */
  public void ask(long fence, long version, int executors) {
    ask(fence, version, executors, Set.of());
  }

  public void ask(long fence, long version, int executors, Set<String> excludedHosts) {
    ask(fence, version, executors, GIB, excludedHosts);
  }

  public void ask(
      long fence, long version, int executors, long heapBytes, Set<String> excludedHosts) {
    ask(
        fence,
        version,
        new Demand.Profile(0, executors, 1, heapBytes, heapBytes + 384 * MIB, Map.of()),
        excludedHosts);
  }

  public void ask(long fence, long version, Demand.Profile profile, Set<String> excludedHosts) {
    ask(fence, version, List.of(profile), excludedHosts);
  }

  public void ask(
      long fence, long version, List<Demand.Profile> profiles, Set<String> excludedHosts) {
    ask(fence, version, profiles, excludedHosts, false);
  }

  /** The same while a barrier stage waits or goes on. */
  public void askForBarrier(long fence, long version, int executors) {
    Demand.Profile profile = new Demand.Profile(0, executors, 1, GIB, GIB + 384 * MIB, Map.of());
    ask(fence, version, List.of(profile), Set.of(), true);
  }

  private void ask(
      long fence,
      long version,
      List<Demand.Profile> profiles,
      Set<String> excludedHosts,
      boolean barrier) {
    String url = "spark://CoarseGrainedScheduler@127.0.0.1:1";
    attempts.started(fence, url, null);
    attempts.demand(
        fence, new Demand(version, url, profiles, List.of(), Map.of(), excludedHosts, barrier));
  }

  /** A machine that has joined, registered and reported. */
  public FakeNode node(String name, int cores, long memoryBytes) {
    return node(name, cores, memoryBytes, Map.of());
  }

  public FakeNode node(String name, int cores, long memoryBytes, Map<String, String> labels) {
    return FakeNode.join(this, name, cores, memoryBytes, labels);
  }

  UUID token(String kind) {
    return jdbc.sql(
            """
            insert into join_token (hash, kind, expires_at)
            values (:hash, :kind, clock_timestamp() + interval '1 hour') returning id
            """)
        .param("hash", Token.random(Token.Kind.JOIN).hash())
        .param("kind", kind)
        .query(UUID.class)
        .single();
  }

  /** Does what comes round by this name once. */
  public void duty(String name) {
    context.getBeansOfType(PeriodicDuty.class).values().stream()
        .filter(duty -> duty.name().equals(name))
        .forEach(PeriodicDuty::run);
  }

  /** Lets so many seconds of uptime pass. */
  public void ticks(int ticks) {
    jdbc.sql("update platform_clock set ticks = ticks + :ticks").param("ticks", ticks).update();
  }

  /** Until somebody waits for a lock that another transaction holds. */
  void awaitLockWaiter() {
    Awaitility.await("somebody waits for a lock")
        .atMost(Duration.ofSeconds(30))
        .pollInterval(Duration.ofMillis(10))
        .until(this::isAnybodyWaiting);
  }

  /** Whether somebody waits for a lock that another transaction holds. */
  public boolean isAnybodyWaiting() {
    return jdbc.sql(
            """
            select count(*) > 0 from pg_stat_activity
            where datname = current_database() and wait_event_type = 'Lock'
            """)
        .query(Boolean.class)
        .single();
  }

  public String state(UUID assignment) {
    return jdbc.sql("select state from assignment where id = :id")
        .param("id", assignment)
        .query(String.class)
        .single();
  }

  /** Not a configuration by annotation, so that no other test's scan finds it. */
  @Import(DomainConfiguration.class)
  @ComponentScan(
      value = {
        "io.stoker.run",
        "io.stoker.eventlog",
        "io.stoker.job",
        "io.stoker.artifact",
        "io.stoker.cluster",
        "io.stoker.allocation"
      },
      excludeFilters =
          @ComponentScan.Filter(type = FilterType.REGEX, pattern = ".*(Bench|AllocationWaker).*"))
  static class Wiring {
    @Bean
    AllocationSettings allocationSettings() {
      return AllocationSettings.DEFAULTS;
    }

    @Bean
    Storage storage() {
      return TestStorage.create();
    }
  }
}
