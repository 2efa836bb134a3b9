package io.stoker.allocation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * What comes after a history: nothing new arrives, and one run after the other ends. A run whose
 * job can run gets its driver in at most as many turns as there are runs before it.
 */
final class LastTurns {
  /** Until nothing lives on silent machines, and no end of a process is held against a node. */
  private static final int LONG = 620;

  private final RandomCluster cluster;
  private final RandomNodeEvents nodes;
  private final TurnChecks turns;
  private final CapacityChecks capacity;

  LastTurns(RandomCluster cluster, TurnChecks turns, CapacityChecks capacity) {
    this.cluster = cluster;
    this.nodes = new RandomNodeEvents(cluster);
    this.turns = turns;
    this.capacity = capacity;
  }

  /** First with the machines that are left to the cluster, and then with all. */
  void run(Set<UUID> cancelled) {
    cluster.seconds(LONG);
    cluster.seconds(LONG);
    endAll();
    nodes.makeWhole();
    cluster.seconds(1);
    endAll();
    // until runs are over of which something was left on a node that was removed
    cluster.seconds(LONG);
    endAll();
    cluster.seconds(LONG);
    cluster.work();
    assertThat(reasons()).as("%s: all are over on %s", cluster.seed(), cluster.open()).isEmpty();
    capacity.checkEmpty();
    assertThat(neverStarted(cancelled)).as("%s: never started", cluster.seed()).isEmpty();
  }

  /** As long as a run waits that can run, another one has its place, and ends. */
  private void endAll() {
    int most = open().size();
    for (int turn = 0; turn <= most; turn++) {
      // once more when what was ending has ended in between
      Optional<UUID> oldest = oldest().or(this::oldest);
      if (oldest.isEmpty()) {
        assertThat(waiting())
            .as("%s: starve on %s, since %s", cluster.seed(), cluster.open(), reasons())
            .isEmpty();
        return;
      }
      end(oldest.get());
    }
    throw new AssertionError(cluster.seed() + ": more turns than runs");
  }

  /** The oldest run with a driver after a pass. */
  private Optional<UUID> oldest() {
    pass();
    return open().stream().filter(cluster.bench::hasDriver).findFirst();
  }

  private void pass() {
    turns.pass();
    capacity.check();
    cluster.work();
  }

  private void end(UUID run) {
    cluster.drivers.ask(run, 2);
    pass();
    cluster.bench.runs.cancel(run, "ada");
    cluster.work(); // ends it
    cluster.work(); // clears it, so that it is over
    cluster.seconds(1);
    capacity.check();
  }

  /** Those that could run on the machines that get work, and that their queues let start. */
  private List<TurnChecks.Waiting> waiting() {
    List<Machine> open = cluster.open();
    Set<String> admitting = turns.admitting();
    return turns.waiting().stream()
        .filter(run -> run.started() || admitting.contains(run.queue()))
        .filter(run -> cluster.kind(run.id()).fits(open))
        .toList();
  }

  private List<String> reasons() {
    return cluster
        .bench
        .jdbc
        .sql(
            """
            select concat_ws(' ', job_name, state, queue, reason_code, reason_message)
            from run where finished_at is null order by id
            """)
        .query(String.class)
        .list();
  }

  private List<UUID> open() {
    return cluster
        .bench
        .jdbc
        .sql("select id from run where finished_at is null order by id")
        .query(UUID.class)
        .list();
  }

  /** Of those that nobody cancelled and that did not fail for want of a machine. */
  private List<UUID> neverStarted(Set<UUID> cancelled) {
    List<UUID> none =
        cluster
            .bench
            .jdbc
            .sql("select id from run where attempts = 0 and state <> 'FAILED'")
            .query(UUID.class)
            .list();
    return none.stream().filter(run -> !cancelled.contains(run)).toList();
  }
}
