package io.stoker.allocation;

import static io.stoker.cluster.ClusterBench.GIB;
import static io.stoker.cluster.ClusterBench.MIB;
import static org.assertj.core.api.Assertions.assertThat;

import io.stoker.cluster.ClusterBench;
import io.stoker.cluster.FakeNode;
import io.stoker.cluster.ProcessExit;
import io.stoker.cluster.TaskCounts;
import io.stoker.job.JobSpec;
import io.stoker.placement.NodeSelector;
import io.stoker.placement.PlacementStrategy;
import io.stoker.queue.Queue;
import io.stoker.queue.QueueSpec;
import io.stoker.queue.QueueUse;
import io.stoker.run.Demand;
import io.stoker.run.Progress;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Random histories of a cluster; the seed is in the failure's message and can be set. */
class AllocationPropertyTest {
  private static final int STEPS = Integer.getInteger("stoker.test.steps", 400);
  private static final long SEED = Long.getLong("stoker.test.seed", System.nanoTime());
  private static final ProcessExit ENDED = new ProcessExit(0, ProcessExit.EXITED, null);
  private static final ProcessExit KILLED = new ProcessExit(137, ProcessExit.EXITED, null);

  private final ClusterBench bench = ClusterBench.start();
  private final Random random = new Random(SEED);
  private final List<FakeNode> nodes = new ArrayList<>();
  private final List<UUID> runs = Collections.synchronizedList(new ArrayList<>());
  private final Map<Long, Long> versions = new HashMap<>();
  private final Map<String, QueueUse> before = new HashMap<>();

  @AfterEach
  void close() {
    bench.close();
  }

  @Test
  void capacityIsNeverExceededNeverLeaksAndNobodyStarves() {
    addNodesAndJobs();
    for (int step = 0; step < STEPS; step++) {
      act();
      bench.pass.run();
      assertNothingExceeded();
    }
    drain();
    assertThat(used()).as("seed %d", SEED).isZero();
    assertNobodyIsOvertakenOnNodesOfHis();
  }

  @Test
  void racingPassesNeverExceedCapacity() throws Exception {
    addNodesAndJobs();
    ExecutorService threads = Executors.newFixedThreadPool(4);
    Callable<Void> server =
        () -> {
          submit();
          bench.pass.run();
          submit();
          bench.pass.run();
          return null;
        };
    for (int round = 0; round < 25; round++) {
      for (Future<Void> done : threads.invokeAll(List.of(server, server, server, server))) {
        done.get();
      }
      assertNothingExceeded();
      nodes.forEach(FakeNode::work);
      runs.stream().filter(bench::hasDriver).forEach(run -> bench.runs.cancel(run, "ada"));
      nodes.forEach(FakeNode::work);
    }
    threads.shutdown();
  }

  private void addNodesAndJobs() {
    nodes.add(bench.node("a", 4, 8 * GIB, Map.of("zone", "1", "disk", "ssd")));
    nodes.add(bench.node("b", 3, 6 * GIB, Map.of("zone", "1")));
    nodes.add(bench.node("c", 2, 16 * GIB, Map.of("zone", "2")));
    bench.addQueue(new QueueSpec("steady", 40_000, 4000L, null, 0, null, null));
    bench.addQueue(new QueueSpec("urgent", 30_000, null, 6 * GIB, 10, 2, null));
    bench.addJob("small", new JobSpec.Driver(500, 512 * MIB), new JobSpec.Executor(1, 1, GIB));
    var middle = new JobSpec.Executor(3, 1, GIB);
    bench.addJobIn("steady", "middle", new JobSpec.Driver(1000, GIB), middle);
    var large = new JobSpec.Executor(2, 2, 2 * GIB);
    bench.addJobIn("urgent", "large", new JobSpec.Driver(2000, 2 * GIB), large);
    bench.addJobIn("urgent", "brief", new JobSpec.Driver(500, 512 * MIB), middle);
    bench.addJob(
        "zoned",
        new JobSpec.Driver(500, GIB, new NodeSelector(Map.of("zone", "1"), Map.of())),
        new JobSpec.Executor(2, 1, GIB, new NodeSelector(Map.of("disk", "ssd"), Map.of())),
        PlacementStrategy.PACK);
    bench.addJob(
        "fond",
        new JobSpec.Driver(500, GIB),
        new JobSpec.Executor(2, 1, GIB, new NodeSelector(Map.of(), Map.of("zone", "2"))),
        PlacementStrategy.PACK);
  }

  private void act() {
    switch (random.nextInt(12)) {
      case 0, 1 -> submit();
      case 2, 3 -> everyDriverAsks();
      case 4, 5, 6 -> anyNode().work();
      case 7 -> endOne(ENDED);
      case 8 -> endOne(KILLED);
      case 9 -> loseOne();
      case 10 -> boundOne();
      case 11 -> everyDriverReports();
      default -> throw new AssertionError();
    }
  }

  private void submit() {
    runs.add(
        bench.submit(
            List.of("small", "middle", "large", "brief", "zoned", "fond").get(random.nextInt(6))));
  }

  /** Other bounds of a queue; each of its runs alone stays within them. */
  private void boundOne() {
    QueueSpec queue =
        bench.queues.get(List.of("default", "steady", "urgent").get(random.nextInt(3))).spec();
    bench.change(
        new QueueSpec(
            queue.name(),
            queue.shareMilli(),
            random.nextBoolean() ? null : Long.valueOf(4000 + 1000 * random.nextInt(4)),
            random.nextBoolean() ? null : Long.valueOf((6 + random.nextInt(8)) * GIB),
            queue.priority(),
            random.nextBoolean() ? null : Integer.valueOf(1 + random.nextInt(4)),
            null,
            random.nextBoolean()));
  }

  /** Executors idle or not, and what was let go is due. */
  private void everyDriverReports() {
    Progress progress = new Progress(Instant.EPOCH, 0, 0, 0, 0, 0, 0, 0, 0, 0, List.of());
    for (UUID run : runs) {
      if (bench.hasDriver(run)) {
        Map<Integer, TaskCounts> counts = new HashMap<>();
        for (int id = 1; id <= 10; id++) {
          counts.put(id, new TaskCounts(true, random.nextInt(2), 0, 0));
        }
        long fence = bench.fence(run);
        bench.attempts.progress(fence, versions.merge(fence, 1L, Long::sum), progress, counts);
      }
    }
    bench.ticks(4);
    bench.duty("due stops");
  }

  private void everyDriverAsks() {
    for (UUID run : runs) {
      if (bench.hasDriver(run)) {
        ask(run, 1 + random.nextInt(4));
      }
    }
  }

  /** Of the default profile, and now and then larger ones of another. */
  private void ask(UUID run, int executors) {
    long fence = bench.fence(run);
    bench.ask(
        fence,
        versions.merge(fence, 1L, Long::sum),
        List.of(
            new Demand.Profile(0, executors, 1, GIB, GIB + 384 * MIB, Map.of()),
            new Demand.Profile(1, random.nextInt(3), 2, GIB, GIB + 384 * MIB, Map.of())),
        Set.of());
  }

  private void endOne(ProcessExit exit) {
    FakeNode node = anyNode();
    List<UUID> running = node.running();
    if (!running.isEmpty()) {
      node.exit(running.get(random.nextInt(running.size())), exit);
      node.report();
    }
  }

  private void loseOne() {
    FakeNode node = anyNode();
    if (random.nextBoolean()) {
      node.reboot("boot-" + random.nextLong());
    } else {
      node.register();
    }
    node.report();
  }

  private FakeNode anyNode() {
    return nodes.get(random.nextInt(nodes.size()));
  }

  /** Lets runs end one after the other: as long as any is left, one has its place. */
  private void drain() {
    while (!open().isEmpty()) {
      bench.pass.run();
      assertNothingExceeded();
      nodes.forEach(FakeNode::work);
      UUID oldest = open().stream().filter(bench::hasDriver).findFirst().orElse(null);
      assertThat(oldest).as("seed %d: all starve", SEED).isNotNull();
      ask(oldest, 2);
      bench.pass.run();
      assertNothingExceeded();
      bench.runs.cancel(oldest, "ada");
      nodes.forEach(FakeNode::work); // ends it
      nodes.forEach(FakeNode::work); // clears it, so that it is over
    }
  }

  /**
   * A newer run may get its first place before an older one of its queue only where the older may
   * not go.
   */
  private void assertNobodyIsOvertakenOnNodesOfHis() {
    long overtaken =
        bench
            .jdbc
            .sql(
                """
                select count(*)
                from attempt newer
                join attempt older on older.run_id < newer.run_id and older.fence > newer.fence
                join run on run.id = older.run_id
                join run other on other.id = newer.run_id and other.queue = run.queue
                join job_revision r on r.job_id = run.job_id and r.number = run.revision
                join node n on n.id = newer.node_id
                where older.number = 1 and newer.number = 1
                  and n.labels @> (r.spec -> 'driver' -> 'nodeSelector' -> 'required')
                """)
            .query(Long.class)
            .single();
    assertThat(overtaken).as("seed %d: overtaking", SEED).isZero();
    assertThat(admitted()).as("seed %d", SEED).hasSameSizeAs(runs);
  }

  private List<UUID> admitted() {
    return bench.jdbc.sql("select run_id from attempt where number = 1").query(UUID.class).list();
  }

  /** Processes on a node that has not the labels that their job requires. */
  private long misplaced() {
    return bench
        .jdbc
        .sql(
            """
            select count(*)
            from assignment a
            join attempt t on t.fence = a.fence
            join run on run.id = t.run_id
            join job_revision r on r.job_id = run.job_id and r.number = run.revision
            join node n on n.id = a.node_id
            where a.exited_at is null
              and not n.labels @> (r.spec -> lower(a.kind) -> 'nodeSelector' -> 'required')
            """)
        .query(Long.class)
        .single();
  }

  private List<UUID> open() {
    return bench
        .jdbc
        .sql("select id from run where finished_at is null order by id")
        .query(UUID.class)
        .list();
  }

  private long used() {
    return bench.nodes.list(null, 10).stream()
        .mapToLong(node -> node.used().coresMilli() + node.used().memoryBytes())
        .sum();
  }

  /** What a bound was lowered below may only shrink. */
  private void assertBoundsOfQueues() {
    List<Queue> queues = bench.queues.list(null, 10);
    Map<String, QueueUse> uses = bench.uses.of(queues);
    for (Queue queue : queues) {
      QueueUse use = Objects.requireNonNull(uses.get(queue.name()));
      QueueUse old = before.getOrDefault(queue.name(), use);
      assertThat(use)
          .as("seed %d: bounds of %s", SEED, queue)
          .matches(it -> within(it.coresMilli(), queue.spec().maxCoresMilli(), old.coresMilli()))
          .matches(it -> within(it.memoryBytes(), queue.spec().maxMemoryBytes(), old.memoryBytes()))
          .matches(it -> within(it.running(), queue.spec().maxRunning(), old.running()));
    }
    before.putAll(uses);
  }

  private static boolean within(long use, @Nullable Number max, long old) {
    return max == null || use <= max.longValue() || use <= old;
  }

  private void assertNothingExceeded() {
    assertThat(misplaced()).as("seed %d: labels", SEED).isZero();
    assertBoundsOfQueues();
    assertThat(bench.nodes.list(null, 10))
        .as("seed %d", SEED)
        .allSatisfy(
            node -> {
              assertThat(node.used().coresMilli()).isLessThanOrEqualTo(node.facts().coresMilli());
              assertThat(node.used().memoryBytes()).isLessThanOrEqualTo(node.facts().memoryBytes());
            });
  }
}
