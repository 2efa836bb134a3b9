package io.stoker.run;

import io.stoker.cluster.Assignments;
import io.stoker.cluster.ProcessExit;
import io.stoker.cluster.ProcessWatcher;
import io.stoker.cluster.Storage;
import io.stoker.cluster.StorageIdentity;
import io.stoker.database.LentDatabase;
import io.stoker.database.TestDatabase;
import io.stoker.fixture.DomainConfiguration;
import io.stoker.fixture.SizedCluster;
import io.stoker.fixture.TestPools;
import io.stoker.fixture.TestStorage;
import io.stoker.job.JobSpec;
import io.stoker.job.Jobs;
import io.stoker.job.ParameterType;
import io.stoker.placement.PlacementStrategy;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * The domain of one server over a real database, and the acts of users, nodes and drivers in their
 * words.
 */
public final class Bench implements AutoCloseable {
  static final String USER = "ada";
  static final UUID NODE = UUID.fromString("0198c0de-0000-7000-8000-00000000000a");

  final TestDatabase database;
  public final Storage storage;
  final Runs runs;
  public final Attempts attempts;
  final RunQueue queue;
  final ProcessWatcher watcher;
  final Assignments assignments;
  final PlatformClock clock;
  final LeaseDuty leases;
  final EndingDuty endings;
  final OutputSweep sweep;
  final TimeoutDuty timeouts;
  final EventStore events;
  public final JdbcClient jdbc;
  final SizedCluster capacity;
  private final AnnotationConfigApplicationContext context;
  private final Runnable whenClosed;
  private final TransactionTemplate transaction;

  private Bench(TestDatabase database, Storage storage, Runnable whenClosed) {
    this.database = database;
    this.whenClosed = whenClosed;
    this.storage = storage;
    context = new AnnotationConfigApplicationContext();
    context.registerBean(DataSource.class, () -> TestPools.of(database, 12));
    context.registerBean(Storage.class, () -> storage);
    context.register(Wiring.class);
    context.refresh();
    runs = context.getBean(Runs.class);
    attempts = context.getBean(Attempts.class);
    queue = context.getBean(RunQueue.class);
    watcher = context.getBean(ProcessWatcher.class);
    assignments = context.getBean(Assignments.class);
    clock = context.getBean(PlatformClock.class);
    leases = context.getBean(LeaseDuty.class);
    endings = context.getBean(EndingDuty.class);
    sweep = context.getBean(OutputSweep.class);
    timeouts = context.getBean(TimeoutDuty.class);
    events = context.getBean(EventStore.class);
    jdbc = context.getBean(JdbcClient.class);
    capacity = context.getBean(SizedCluster.class);
    transaction = context.getBean(TransactionTemplate.class);
    // as a server does at its start
    context.getBean(StorageIdentity.class).ofDatabase();
  }

  /** A server with a database of its own, one node and one job. */
  public static Bench start() {
    LentDatabase lent = LentDatabase.take();
    Bench bench = new Bench(lent.database(), TestStorage.create(), lent::close);
    bench.addNode();
    bench.addJob("delays", 3, Duration.ZERO);
    return bench;
  }

  /** Another server on the same database. */
  Bench anotherServer() {
    return new Bench(database, storage, () -> {});
  }

  /** A part of this server that no act of this class reaches. */
  public <T> T part(Class<T> type) {
    return context.getBean(type);
  }

  @Override
  public void close() {
    context.close();
    whenClosed.run();
  }

  void addJob(String name, int maxAttempts, Duration backoff) {
    addJob(name, maxAttempts, backoff, null, JobSpec.Concurrency.ALLOWED);
  }

  void addExclusiveJob(String name, int maxAttempts, Duration backoff) {
    addJob(spec(name, maxAttempts, backoff, null, JobSpec.Concurrency.ALLOWED, true));
  }

  void addJob(
      String name,
      int maxAttempts,
      Duration backoff,
      @Nullable Duration timeout,
      JobSpec.Concurrency concurrency) {
    addJob(spec(name, maxAttempts, backoff, timeout, concurrency, false));
  }

  private void addJob(JobSpec spec) {
    context.getBean(Jobs.class).create(spec, USER, null);
  }

  private static JobSpec spec(
      String name,
      int maxAttempts,
      Duration backoff,
      @Nullable Duration timeout,
      JobSpec.Concurrency concurrency,
      boolean exclusive) {
    return new JobSpec(
        name,
        "default",
        Map.of(),
        new JobSpec.Sql(List.of(), "select 1"),
        new JobSpec.Output("parquet", List.of(), Map.of()),
        Map.of("minDelay", new JobSpec.Parameter(ParameterType.INTEGER, "15", null)),
        new JobSpec.Driver(500, 1L << 30),
        new JobSpec.Executor(2, 1, 1L << 30),
        PlacementStrategy.SPREAD,
        Map.of("spark.sql.shuffle.partitions", "8"),
        new JobSpec.Retry(maxAttempts, backoff),
        timeout,
        concurrency,
        exclusive);
  }

  private void addNode() {
    jdbc.sql(
            """
            insert into node (id, name, host, state, cores_milli, memory_bytes, boot_id,
              credential_hash, java_major, spark_version, runtime_digest)
            values (:id, 'n1', '127.0.0.2', 'READY', 4000, 8000000000, 'b', '\\x00', 17, '4', 'd')
            """)
        .param("id", NODE)
        .update();
  }

  /** A user's run. */
  UUID submit() {
    return runs.submit("delays", Map.of(), USER, null).id();
  }

  /** A run whose driver has a node. */
  long assigned() {
    return assign(submit());
  }

  /** What an allocation pass does for a waiting run. */
  long assign(UUID run) {
    return inTransaction(
        () -> {
          WaitingRun waiting =
              queue.waiting(100).stream()
                  .filter(w -> w.runId().equals(run))
                  .findFirst()
                  .orElseThrow();
          long fence = queue.openAttempt(run, NODE);
          assignments.assignDriver(
              fence,
              NODE,
              waiting.driver().process(),
              waiting.executor(),
              waiting.executorInstances());
          return fence;
        });
  }

  /** A run whose driver is ready. */
  long running() {
    long fence = assigned();
    driverStarts(fence);
    attempts.started(fence, "spark://CoarseGrainedScheduler@127.0.0.2:4040", null);
    return fence;
  }

  /** A run whose driver is ready, on a node that has been told of it. */
  public long runningOnItsNode() {
    long fence = running();
    jdbc.sql("update assignment set state = 'RUNNING', offered_tick = 0 where fence = :fence")
        .param("fence", fence)
        .update();
    return fence;
  }

  /** What the node of an attempt reports last of it. */
  public void nodeHasNothingLeftOf(long fence) {
    jdbc.sql(
            """
            update assignment set state = 'EXITED', cleared_at = clock_timestamp()
            where fence = :fence
            """)
        .param("fence", fence)
        .update();
  }

  void driverStarts(long fence) {
    inTransaction(() -> watcher.driverStarted(fence));
  }

  void driverExits(long fence, @Nullable Integer code) {
    String cause = code == null ? ProcessExit.UNKNOWN : ProcessExit.EXITED;
    inTransaction(() -> watcher.driverExited(fence, new ProcessExit(code, cause, null)));
  }

  void driverRunsOutOfMemory(long fence) {
    ProcessExit exit = new ProcessExit(3, ProcessExit.OUT_OF_MEMORY, null);
    inTransaction(() -> watcher.driverExited(fence, exit));
  }

  void inTransaction(Runnable work) {
    transaction.executeWithoutResult(status -> work.run());
  }

  <T> T inTransaction(Callable<T> work) {
    return transaction.execute(
        status -> {
          try {
            return work.call();
          } catch (Exception e) {
            throw new IllegalStateException(e);
          }
        });
  }

  /** Lets seconds of platform uptime pass. */
  void ticks(long ticks) {
    jdbc.sql("update platform_clock set ticks = ticks + :ticks").param("ticks", ticks).update();
  }

  public Attempt attempt(long fence) {
    return runs.attempts(runOf(fence)).stream()
        .filter(attempt -> attempt.fence() == fence)
        .findFirst()
        .orElseThrow();
  }

  Run run(long fence) {
    return runs.get(runOf(fence)).run();
  }

  UUID runOf(long fence) {
    return jdbc.sql("select run_id from attempt where fence = :fence")
        .param("fence", fence)
        .query(UUID.class)
        .single();
  }

  List<String> eventTypes(UUID run) {
    return runs.events(run, 0, 1000).stream().map(RunEvent::type).toList();
  }

  /** What an attempt has written, and has put into the storage. */
  Manifest manifest(long fence) {
    Attempt attempt = attempt(fence);
    write(resultFile(fence), 100);
    return new Manifest(
        attempt.runId(),
        attempt.step(),
        attempt.number(),
        fence,
        "parquet",
        attempt.outputDirectory(),
        List.of(),
        List.of(new Manifest.File("part-0.parquet", 100, 3L)),
        100,
        3L,
        List.of(new Manifest.Column("n", "bigint", false)),
        Instant.EPOCH);
  }

  /** The one file of an attempt's result. */
  Path resultFile(long fence) {
    return Path.of(URI.create(attempt(fence).outputDirectory())).resolve("part-0.parquet");
  }

  static void write(Path file, int bytes) {
    try {
      Files.createDirectories(file.getParent());
      Files.write(file, new byte[bytes]);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Progress progress(int tasksCompleted) {
    return new Progress(
        Instant.EPOCH,
        1,
        0,
        1,
        0,
        10,
        2,
        tasksCompleted,
        0,
        2,
        List.of(new Progress.Stage(0, 0, "scan", "ACTIVE", 10, 2, tasksCompleted, 0)));
  }

  /** Does all of these at once, and gives their results or what they threw. */
  static List<Object> race(List<Callable<?>> works) {
    ExecutorService threads = Executors.newFixedThreadPool(works.size());
    CyclicBarrier start = new CyclicBarrier(works.size());
    try {
      List<Future<Object>> futures = new ArrayList<>();
      for (Callable<?> work : works) {
        futures.add(threads.submit(() -> outcome(start, work)));
      }
      List<Object> outcomes = new ArrayList<>();
      for (Future<Object> future : futures) {
        outcomes.add(future.get());
      }
      return outcomes;
    } catch (Exception e) {
      throw new IllegalStateException(e);
    } finally {
      threads.shutdownNow();
    }
  }

  private static Object outcome(CyclicBarrier start, Callable<?> work) throws Exception {
    start.await();
    try {
      return work.call();
    } catch (RuntimeException e) {
      return e;
    }
  }

  @Import({DomainConfiguration.class, SizedCluster.class})
  @ComponentScan({
    "io.stoker.run",
    "io.stoker.eventlog",
    "io.stoker.job",
    "io.stoker.artifact",
    "io.stoker.cluster"
  })
  static class Wiring {}
}
