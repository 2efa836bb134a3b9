package io.stoker.allocation;

import static io.stoker.cluster.ClusterBench.GIB;
import static org.assertj.core.api.Assertions.assertThat;

import io.stoker.cluster.ClusterBench;
import io.stoker.cluster.ProcessKind;
import io.stoker.error.StokerException;
import io.stoker.placement.PlacementStrategy;
import io.stoker.queue.QueueSpec;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.UUID;

/** Machines, queues, jobs and runs that a random history acts upon, and their time. */
final class RandomCluster implements AutoCloseable {
  private static final List<String> EACH_SECOND =
      List.of(
          "unreachable nodes",
          "lost processes",
          "attempt-leases",
          "due stops",
          "drains",
          "run-endings");

  final ClusterBench bench = ClusterBench.start();
  final Random random;
  final RandomDrivers drivers;
  private final long seed;
  private final List<Machine> machines = new ArrayList<>();
  private final List<JobKind> kinds = new ArrayList<>();
  private final Map<UUID, JobKind> runs = Collections.synchronizedMap(new LinkedHashMap<>());
  private int joined;

  RandomCluster(long seed) {
    this.seed = seed;
    random = new Random(seed);
    drivers = new RandomDrivers(this);
    joinFirst();
    bench.addQueue(new QueueSpec("steady", 40_000, 4000L, null, 0, null, null));
    bench.addQueue(new QueueSpec("urgent", 30_000, null, 6 * GIB, 10, 2, null));
    bench.addQueue(new QueueSpec("poor", 0, null, null, -10, null, 5));
    JobKind.first().forEach(this::add);
  }

  @Override
  public void close() {
    bench.close();
  }

  /** Said with everything that is found wrong. */
  String seed() {
    return "seed " + seed;
  }

  /** Those that are not removed. */
  List<Machine> machines() {
    return machines;
  }

  List<JobKind> kinds() {
    return kinds;
  }

  JobKind kind(UUID run) {
    return Objects.requireNonNull(runs.get(run));
  }

  /** All that were ever accepted, the oldest first. */
  List<UUID> runs() {
    return List.copyOf(runs.keySet());
  }

  Machine machine(UUID node) {
    return machines.stream().filter(one -> one.id().equals(node)).findFirst().orElseThrow();
  }

  boolean chance(int ofHundred) {
    return random.nextInt(100) < ofHundred;
  }

  <T> T any(List<T> some) {
    return some.get(random.nextInt(some.size()));
  }

  /** Machines on which every job fits. */
  void joinFirst() {
    join(0);
    join(1);
    join(2);
  }

  /** One of three makes. */
  void join(int make) {
    String name = "abc".charAt(make) + "-" + ++joined;
    machines.add(
        switch (make) {
          case 0 -> Machine.join(bench, name, 4, 8 * GIB, Map.of("zone", "1", "disk", "ssd"));
          case 1 -> Machine.join(bench, name, 3, 6 * GIB, Map.of("zone", "1"));
          default -> Machine.join(bench, name, 2, 16 * GIB, Map.of("zone", "2"));
        });
  }

  void add(JobKind kind) {
    if (kind.placement() == PlacementStrategy.SPREAD) {
      bench.addJobIn(kind.queue(), kind.name(), kind.driver(), kind.executor());
    } else {
      bench.addJob(kind.name(), kind.driver(), kind.executor(), kind.placement());
    }
    kinds.add(kind);
  }

  /** False when it is refused, as it may be when its queue is full or no machine could hold it. */
  boolean submit(JobKind kind) {
    try {
      runs.put(bench.submit(kind.name()), kind);
      return true;
    } catch (StokerException e) {
      switch (e.code()) {
        case QUEUE_FULL -> assertThat(isFull(kind.queue())).as(seed()).isTrue();
        case DOES_NOT_FIT, NO_NODE_WITH_LABEL ->
            assertThat(kind.fits(machines)).as("%s: %s", seed(), e.getMessage()).isFalse();
        default -> throw e;
      }
      return false;
    }
  }

  private boolean isFull(String queue) {
    return bench
        .jdbc
        .sql(
            """
            select count(*) >= (select max_waiting from queue where name = :queue)
            from run where queue = :queue and state = 'QUEUED'
            """)
        .param("queue", queue)
        .query(Boolean.class)
        .single();
  }

  /** Lets seconds of uptime pass; at their end whoever is heard has just spoken. */
  void seconds(int ticks) {
    bench.ticks(ticks);
    bench
        .jdbc
        .sql(
            """
            update assignment set exited_at = exited_at - make_interval(secs => :ticks)
            where exited_at > clock_timestamp() - interval '2 hours'
            """)
        .param("ticks", ticks)
        .update();
    machines.forEach(machine -> machine.pass(ticks));
    drivers.speak();
    EACH_SECOND.forEach(bench::duty);
  }

  void work() {
    machines.forEach(Machine::work);
  }

  /** Machines that may get work now; of those that rest only when there is no other. */
  List<Machine> open() {
    List<UUID> ready = nodes("state = 'READY'");
    List<UUID> rested = nodes("state = 'READY' and not " + NodesAtFault.RESTS);
    List<UUID> open = rested.isEmpty() ? ready : rested;
    return machines.stream().filter(machine -> open.contains(machine.id())).toList();
  }

  private List<UUID> nodes(String where) {
    return bench
        .jdbc
        .sql("select n.id from node n where storage_shared and " + where)
        .query(UUID.class)
        .list();
  }

  long ticks() {
    return bench.jdbc.sql("select ticks from platform_clock").query(Long.class).single();
  }

  /** Machines with a driver or an executor that lives. */
  List<Machine> withLiving(ProcessKind kind) {
    return machines.stream()
        .filter(machine -> machine.living().stream().anyMatch(it -> it.kind() == kind))
        .toList();
  }
}
