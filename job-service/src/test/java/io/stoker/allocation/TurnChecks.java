package io.stoker.allocation;

import static org.assertj.core.api.Assertions.assertThat;

import io.stoker.queue.Queue;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What holds of each pass: where it places, and whose turn it is. */
final class TurnChecks {
  private final RandomCluster cluster;
  private final Map<String, Long> keptSince = new HashMap<>();
  private int aged;

  TurnChecks(RandomCluster cluster) {
    this.cluster = cluster;
  }

  /** A run that may get a driver; the oldest come first in lists. */
  record Waiting(UUID id, String queue, boolean started) {}

  /** A driver that a pass has placed. */
  record Placed(long fence, UUID runId, int number, UUID nodeId, String queue) {}

  /** How things are before a pass. */
  private record Before(
      long ticks,
      List<Machine> open,
      List<Waiting> waiting,
      Set<UUID> onClosed,
      long lastFence,
      Set<String> admitting,
      Set<String> aged,
      Set<String> hasAged) {}

  /** How often a queue that had waited for long was found to come first. */
  int aged() {
    return aged;
  }

  /** A pass, and a look at what it has done. */
  void pass() {
    Before before =
        new Before(
            cluster.ticks(),
            cluster.open(),
            waiting(),
            onClosed(),
            lastFence(),
            admitting(),
            names(
                "select queue from queue_wait, platform_clock where since_tick <= ticks - "
                    + AllocationSettings.DEFAULTS.ageingTicks()),
            names("select queue from run where aged and finished_at is null"));
    cluster.bench.pass.run();
    assertThat(before.onClosed())
        .as("%s: nodes that get no work", cluster.seed())
        .containsAll(onClosed());
    List<Placed> placed = placed(before.lastFence());
    Map<UUID, Long> fences =
        placed.stream().collect(Collectors.toMap(Placed::runId, Placed::fence));
    List<Waiting> left = waiting();
    failed(before, fences, left);
    overtaken(before, placed, left);
    age(before, placed, left);
  }

  /** Runs fail only for which no machine would do that has joined. */
  private void failed(Before before, Map<UUID, Long> placed, List<Waiting> left) {
    assertThat(before.waiting())
        .as("%s: failed without an attempt", cluster.seed())
        .filteredOn(run -> !placed.containsKey(run.id()) && !left.contains(run))
        .noneMatch(run -> cluster.kind(run.id()).fits(cluster.machines()));
  }

  /**
   * A newer run gets its first place before an older one of its queue only where the older may not
   * go, or while no machines would do for that.
   */
  private void overtaken(Before before, List<Placed> placed, List<Waiting> left) {
    Map<UUID, Long> fences =
        placed.stream().collect(Collectors.toMap(Placed::runId, Placed::fence));
    for (Placed newer : placed) {
      Predicate<Waiting> isOvertaken =
          older ->
              !older.started()
                  && older.queue().equals(newer.queue())
                  && older.id().compareTo(newer.runId()) < 0
                  && fences.getOrDefault(older.id(), Long.MAX_VALUE) > newer.fence()
                  && (left.contains(older) || fences.containsKey(older.id()))
                  && cluster.kind(older.id()).driverMayUse(cluster.machine(newer.nodeId()))
                  && cluster.kind(older.id()).fits(before.open());
      if (newer.number() == 1) {
        assertThat(before.waiting())
            .as("%s: overtaken by %s", cluster.seed(), newer)
            .noneMatch(isOvertaken);
      }
    }
  }

  /**
   * When a queue was kept waiting for long, and still is, nobody else gets a driver where its first
   * run waits: but others of which that is true as well.
   */
  private void age(Before before, List<Placed> placed, List<Waiting> left) {
    for (Queue queue : cluster.bench.queues.list(null, 10)) {
      Waiting first = first(before, queue.name(), left);
      if (first == null || isServed(first, placed)) {
        keptSince.remove(queue.name());
      } else {
        long since = keptSince.computeIfAbsent(queue.name(), any -> before.ticks());
        if (before.ticks() - since >= AllocationSettings.DEFAULTS.ageingTicks()
            && !before.hasAged().contains(queue.name())
            && !isAtMaximum(first)) {
          aged++;
          assertThat(placed)
              .as("%s: %s waits since %d, now %d", cluster.seed(), first, since, before.ticks())
              .noneMatch(driver -> isBefore(driver, first, before));
        }
      }
    }
  }

  private boolean isBefore(Placed driver, Waiting first, Before before) {
    return !before.aged().contains(driver.queue())
        && !driver.queue().equals(first.queue())
        && cluster.kind(first.id()).mayUse(cluster.machine(driver.nodeId()));
  }

  /** A queue is served by a driver that is placed while no older run of it is left waiting. */
  private static boolean isServed(Waiting first, List<Placed> placed) {
    return placed.stream()
        .anyMatch(
            driver ->
                driver.queue().equals(first.queue()) && driver.runId().compareTo(first.id()) < 0);
  }

  /**
   * The first run of a queue that is left waiting though the machines would do and it may start.
   */
  private @Nullable Waiting first(Before before, String queue, List<Waiting> left) {
    return before.waiting().stream()
        .filter(run -> run.queue().equals(queue) && left.contains(run))
        .filter(run -> run.started() || before.admitting().contains(queue))
        .filter(run -> cluster.kind(run.id()).fits(before.open()))
        .findFirst()
        .orElse(null);
  }

  private boolean isAtMaximum(Waiting run) {
    return cluster
        .bench
        .jdbc
        .sql("select coalesce(reason_code = 'QUEUE_AT_MAX', false) from run where id = :run")
        .param("run", run.id())
        .query(Boolean.class)
        .single();
  }

  List<Waiting> waiting() {
    return cluster
        .bench
        .jdbc
        .sql(
            """
            select id, queue, attempts > 0 as started from run
            where state = 'QUEUED'
               or (state = 'RETRY_WAIT' and next_attempt_at <= clock_timestamp())
            order by id
            """)
        .query(Waiting.class)
        .list();
  }

  /** Processes of which nodes that are to get none have not been told. */
  private Set<UUID> onClosed() {
    return cluster
        .bench
        .jdbc
        .sql(
            """
            select a.id from assignment a join node n on n.id = a.node_id
            where a.state = 'WANTED' and n.state <> 'READY'
            """)
        .query(UUID.class)
        .set();
  }

  private long lastFence() {
    return cluster
        .bench
        .jdbc
        .sql("select coalesce(max(fence), 0) from attempt")
        .query(Long.class)
        .single();
  }

  private List<Placed> placed(long after) {
    return cluster
        .bench
        .jdbc
        .sql(
            """
            select t.fence, t.run_id, t.number, t.node_id, run.queue
            from attempt t join run on run.id = t.run_id
            where t.fence > :after order by t.fence
            """)
        .param("after", after)
        .query(Placed.class)
        .list();
  }

  /** Queues of which further runs may start. */
  Set<String> admitting() {
    return names(
        """
        select name from queue
        where max_running is null
           or max_running > (select count(*) from run
                             where queue = queue.name and finished_at is null and state <> 'QUEUED')
        """);
  }

  private Set<String> names(String sql) {
    return cluster.bench.jdbc.sql(sql).query(String.class).set();
  }
}
