package io.stoker.allocation;

import static io.stoker.cluster.ClusterBench.GIB;
import static io.stoker.cluster.ClusterBench.MIB;
import static org.assertj.core.api.Assertions.assertThat;

import io.stoker.cluster.AssignmentState;
import io.stoker.cluster.ClusterBench;
import io.stoker.cluster.ExecutorProcess;
import io.stoker.cluster.FakeNode;
import io.stoker.cluster.ProcessExit;
import io.stoker.cluster.TaskCounts;
import io.stoker.job.JobSpec;
import io.stoker.placement.NodeSelector;
import io.stoker.queue.QueueSpec;
import io.stoker.run.Demand;
import io.stoker.run.Progress;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a queue above its share gives up for one below its own. Each process takes one core. */
class HandBackTest {
  private static final TaskCounts IDLE = new TaskCounts(true, 0, 5, 0);
  private static final TaskCounts BUSY = new TaskCounts(true, 1, 5, 0);

  private final ClusterBench bench = ClusterBench.start();
  private FakeNode node;
  private UUID greedy;
  private long reports;

  @BeforeEach
  void aRunThatHasAllEightCores() {
    node = bench.node("n", 8, 64 * GIB);
    bench.addJob("greedy", 1);
    greedy = bench.submit("greedy");
    bench.pass.run();
    ask(greedy, 7);
    assertThat(executors(greedy)).hasSize(7);
  }

  @AfterEach
  void close() {
    bench.close();
  }

  @Test
  void idleExecutorsGoAndTheirRunDoesNotWinThemBack() {
    UUID run = submit(new QueueSpec("a", 50_000, null, null, 0, null, null));
    tasks(id -> id <= 4 ? IDLE : BUSY);
    bench.ticks(9);
    pass();
    assertThat(letGo(greedy)).as("without a task for 9 s").isEmpty();
    bench.ticks(1);
    pass();
    pass();
    assertThat(letGo(greedy))
        .as("a driver and its executor: no more than that")
        .containsExactly(3, 4);
    assertThat(executors(greedy).get(3).decommissionReason())
        .isEqualTo("Its queue has more than its share, and another one, which has less, waits.");
    assertThat(bench.hasDriver(run)).as("they own their room until they have ended").isFalse();

    end(3, 4);
    pass();
    assertThat(bench.hasDriver(run)).isTrue();
    ask(run, 1);
    assertThat(executors(run)).hasSize(1);
    assertThat(running(greedy)).as("it wants seven, and has not got them back").isEqualTo(5);
  }

  /** Goes red when a report that counts the same tasks again were to count as idling from now. */
  @Test
  void anExecutorThatDoesTasksBetweenReportsIsNotIdle() {
    submit(new QueueSpec("a", 50_000, null, null, 0, null, null));
    tasks(id -> IDLE);
    bench.ticks(6);
    tasks(id -> id == 1 ? IDLE : new TaskCounts(true, 0, 6, 0));
    bench.ticks(6);
    pass();
    assertThat(letGo(greedy)).as("one idles for 12 s, and a run needs two").isEmpty();
    bench.ticks(4);
    pass();
    assertThat(letGo(greedy)).hasSize(2);
  }

  @Test
  void executorsAtWorkGoOnlyForAQueueThatPreemptsAndAreStoppedAtTheDeadline() {
    UUID run = submit(new QueueSpec("a", 50_000, null, null, 0, null, null));
    tasks(id -> BUSY);
    bench.ticks(100);
    pass();
    assertThat(letGo(greedy)).isEmpty();
    bench.change(new QueueSpec("a", 50_000, null, null, 0, null, null, true));
    pass();
    assertThat(letGo(greedy)).as("the newest").containsExactly(6, 7);
    bench.ticks(59);
    bench.duty("due stops");
    node.work();
    assertThat(running(greedy)).isEqualTo(7);
    bench.ticks(1);
    bench.duty("due stops");
    node.work();
    assertThat(running(greedy)).isEqualTo(5);
    assertThat(executors(greedy).get(6).stopReason()).startsWith("Its queue has more than");
    pass();
    assertThat(bench.hasDriver(run)).isTrue();
  }

  @Test
  void aQueueAtItsShareTakesNothingAndNoneIsBroughtBelowItsOwn() {
    bench.change(new QueueSpec("default", 75_000, null, null, 0, null, null));
    tasks(id -> IDLE);
    bench.ticks(10);
    submit(new QueueSpec("none", 0, null, null, 1000, null, null, true));
    pass();
    assertThat(letGo(greedy)).as("without a share there is no claim").isEmpty();
    bench.addQueue(new QueueSpec("a", 25_000, null, null, 0, null, null, true));
    bench.addJobIn("a", "wide", new JobSpec.Driver(1000, GIB), new JobSpec.Executor(1, 2, GIB));
    UUID wide = bench.submit("wide");
    pass();
    assertThat(letGo(greedy)).as("6 of 8 cores are its share, and 3 are needed").isEmpty();
    bench.runs.cancel(wide, "ada");
    bench.addJobIn("a", 1);
    bench.submit("a");
    pass();
    pass();
    assertThat(letGo(greedy)).hasSize(2);
    bench.submit("a");
    pass();
    assertThat(letGo(greedy)).as("it will have its share").hasSize(2);
  }

  /**
   * What a run has too many may finish its tasks for minutes, and a queue below its share waits.
   */
  @Test
  void whatHasLongToLeaveIsNotCountedUpon() {
    submit(new QueueSpec("a", 50_000, null, null, 0, null, null));
    bench
        .jdbc
        .sql(
            """
            update assignment
            set stop_due_tick = (select ticks from platform_clock) + 600, node_stays = true,
                decommission_reason = 'spare'
            where kind = 'EXECUTOR' and executor_id in (1, 2)
            """)
        .update();
    tasks(id -> IDLE);
    bench.ticks(10);
    pass();
    assertThat(letGo(greedy)).as("the two that are spare, and two more").hasSize(4);
  }

  @Test
  void noRunLosesItsLastExecutor() {
    bench.addQueue(new QueueSpec("a", 100_000, null, null, 0, null, null, true));
    bench.addJobIn("a", "wide", new JobSpec.Driver(1000, GIB), new JobSpec.Executor(1, 6, GIB));
    UUID wide = bench.submit("wide");
    tasks(id -> IDLE);
    bench.ticks(10);
    pass();
    assertThat(letGo(greedy)).as("it would need all seven").isEmpty();
    bench.runs.cancel(wide, "ada");
    bench.addJobIn("a", 1);
    IntStream.range(0, 4).forEach(any -> bench.submit("a"));
    pass();
    pass();
    assertThat(letGo(greedy)).hasSize(6);
  }

  @Test
  void norItsLastOneOfAResourceProfile() {
    end(7);
    Demand.Profile other = new Demand.Profile(1, 1, 1, GIB, GIB + 384 * MIB, Map.of());
    Demand.Profile first = new Demand.Profile(0, 6, 1, GIB, GIB + 384 * MIB, Map.of());
    bench.ask(bench.fence(greedy), 2, List.of(first, other), Set.of());
    pass();
    assertThat(executors(greedy).get(7).profileId()).isEqualTo(1);

    bench.addQueue(new QueueSpec("a", 100_000, null, null, 0, null, null, true));
    bench.addJobIn("a", 1);
    IntStream.range(0, 4).forEach(any -> bench.submit("a"));
    pass();
    pass();
    assertThat(letGo(greedy))
        .as("a third run would need both last ones")
        .hasSize(4)
        .doesNotContain(8);
  }

  /**
   * Goes red when a claim needs a share of its own, and when the giver's turn comes first again.
   */
  @Test
  void idleExecutorsGoToAQueueWithoutAShareWhichIsPlacedBeforeWhoGaveThem() {
    bench.change(new QueueSpec("default", 40_000, null, null, 10, null, null));
    UUID run = submit(new QueueSpec("none", 0, null, null, 0, null, null));
    tasks(id -> id >= 4 ? IDLE : BUSY);
    bench.ticks(10);
    pass();
    pass();
    assertThat(letGo(greedy)).containsExactly(6, 7);
    assertThat(executors(greedy).get(6).decommissionReason())
        .isEqualTo("It has had no task for a while, and a run waits that has less.");
    tasks(id -> BUSY);
    end(7);
    pass();
    assertThat(executors(greedy)).as("half of the room, which it wants itself").hasSize(7);
    end(6);
    pass();
    assertThat(bench.hasDriver(run)).isTrue();
    ask(run, 1);
    assertThat(executors(run)).hasSize(1);
    assertThat(executors(greedy)).hasSize(7);
  }

  @Test
  void idleExecutorsGoToARunOfTheSameQueue() {
    bench.addJob("small", 1);
    UUID run = bench.submit("small");
    tasks(id -> id >= 6 ? IDLE : BUSY);
    bench.ticks(10);
    pass();
    assertThat(letGo(greedy)).containsExactly(6, 7);
    tasks(id -> BUSY);
    end(6, 7);
    pass();
    assertThat(bench.hasDriver(run)).as("the older run wants them back").isTrue();
    assertThat(executors(greedy)).hasSize(7);
  }

  /** Goes red when it is no matter on one node, and when it is none among nodes. */
  @Test
  void executorsWithCachedDataGoLast() {
    FakeNode other = bench.node("other", 2, 64 * GIB);
    bench.ask(bench.fence(greedy), 2, 9);
    pass();
    other.work();
    bench.addJob("small", 1);
    bench.submit("small");
    TaskCounts caching = new TaskCounts(true, 0, 5, 0, true);
    tasks(id -> id < 6 ? BUSY : id == 6 || id == 9 ? IDLE : caching);
    bench.ticks(10);
    pass();
    assertThat(letGo(greedy)).containsExactly(6, 9);
  }

  @Test
  void whoWaitsGetsNoMoreThanIsLeftToWhoGives() {
    bench.addQueue(new QueueSpec("none", 0, null, null, 0, null, null, true));
    bench.addJobIn("none", "wide", new JobSpec.Driver(1000, GIB), new JobSpec.Executor(1, 4, GIB));
    bench.submit("wide");
    bench.addJob("large", new JobSpec.Driver(1000, GIB), new JobSpec.Executor(1, 4, GIB));
    bench.submit("large");
    tasks(id -> IDLE);
    bench.ticks(10);
    pass();
    assertThat(letGo(greedy)).as("5 of 8 cores for either").isEmpty();
  }

  @Test
  void aRunKeepsItsLeastExecutorsUnlessAQueueBelowItsShareWaits() {
    bench.runs.cancel(greedy, "ada");
    node.work();
    node.work();
    var elastic = new JobSpec.DynamicAllocation(6, 9, Duration.ofMinutes(1), Duration.ofSeconds(1));
    bench.addJob(
        "elastic",
        new JobSpec.Driver(1000, GIB),
        new JobSpec.Executor(7, 1, GIB, NodeSelector.ANY, elastic));
    greedy = bench.submit("elastic");
    bench.pass.run();
    ask(greedy, 7);
    tasks(id -> IDLE);
    bench.ticks(10);
    submit(new QueueSpec("none", 0, null, null, 0, null, null));
    assertThat(letGo(greedy)).isEmpty();
    submit(new QueueSpec("a", 50_000, null, null, 0, null, null));
    assertThat(letGo(greedy)).hasSize(2);
  }

  /** Goes red when what is kept for it counts once more as it takes it. */
  @Test
  void anAttemptWithoutAnExecutorGetsOneThoughItsQueueIsThenAtItsMaximum() {
    UUID run = stuck(2000L, 1).get(0);
    tasks(id -> IDLE);
    bench.ticks(10);
    pass();
    assertThat(letGo(greedy)).hasSize(2);
    end(letGo(greedy).stream().mapToInt(id -> id).toArray());
    pass();
    assertThat(running(run)).isEqualTo(1);
  }

  /** Goes red when claims of attempts are served that the same pass has ended. */
  @Test
  void nobodyGivesToAnAttemptThatHasJustGivenWay() {
    List<UUID> runs = stuck(null, 2);
    tasks(id -> IDLE);
    bench.ticks(60);
    pass();
    assertThat(bench.hasDriver(runs.get(1))).as("it has given way").isFalse();
    assertThat(letGo(greedy)).as("the other has its room").hasSize(2);
  }

  /**
   * Goes red when what is kept for one of them keeps the other from being of a queue below its
   * share.
   */
  @Test
  void oneOfTwoAttemptsWithoutAnExecutorGetsWhatItsQueueIsBelowItsShare() {
    stuck(null, 2);
    bench.change(new QueueSpec("small", 30_000, null, null, 0, null, null, true));
    pass();
    assertThat(letGo(greedy)).as("their drivers have a quarter of the cluster").hasSize(3);
    pass();
    assertThat(letGo(greedy)).as("and then it has its share").hasSize(3);
  }

  /**
   * Runs whose drivers have room for which the greedy one gave an executor each, and whose own
   * executors were on another node, where there is no room for drivers, until that one was drained.
   */
  private List<UUID> stuck(@Nullable Long maxCoresMilli, int count) {
    bench.addQueue(new QueueSpec("small", 50_000, maxCoresMilli, null, 0, null, null));
    bench.addJobIn(
        "small", "small", new JobSpec.Driver(1000, 4 * GIB), new JobSpec.Executor(1, 1, GIB));
    FakeNode small = bench.node("little", count, count * 1500L * MIB);
    List<UUID> runs = IntStream.range(0, count).mapToObj(any -> bench.submit("small")).toList();
    tasks(id -> IDLE);
    bench.ticks(10);
    pass();
    pass();
    assertThat(letGo(greedy)).hasSize(count);
    tasks(id -> BUSY);
    end(letGo(greedy).stream().mapToInt(id -> id).toArray());
    pass();
    runs.forEach(run -> ask(run, 1));
    small.work();
    assertThat(runs).allSatisfy(run -> assertThat(running(run)).isEqualTo(1));
    bench.jdbc.sql("update node set state = 'DRAINING' where name = 'little'").update();
    small.running().forEach(id -> small.exit(id, new ProcessExit(1, ProcessExit.EXITED, null)));
    small.report();
    pass();
    assertThat(letGo(greedy)).as("it is at work").hasSize(count);
    return runs;
  }

  /** One that idles itself would idle with what others give it too. */
  @Test
  void whoHasExecutorsWithoutATaskTakesNoneFromOthers() {
    bench.change(new QueueSpec("default", 20_000, null, null, 10, null, null));
    UUID other = submit(new QueueSpec("b", 10_000, null, null, 0, null, null));
    bench.change(new QueueSpec("b", 0, null, null, 0, null, null));
    tasks(id -> IDLE);
    bench.ticks(10);
    turn(other, BUSY, 3);
    ask(other, 1);
    turn(other, IDLE, 12);
    int given = letGo(greedy).size();
    bench.ask(bench.fence(other), 2, 7);
    turn(other, IDLE, 20);
    assertThat(letGo(greedy)).hasSize(given);
    assertThat(running(other)).isEqualTo(1);
    turn(other, BUSY, 5);
    assertThat(running(other)).as("with work it gets what it may").isEqualTo(2);
  }

  /**
   * Two runs that want all there is and have no task. Goes red when who waits may get more than who
   * gives.
   */
  @Test
  void noTwoRunsExchangeExecutorsForEver() {
    bench.change(new QueueSpec("default", 20_000, null, null, 10, null, null));
    UUID other = submit(new QueueSpec("b", 10_000, null, null, 0, null, null));
    bench.change(new QueueSpec("b", 0, null, null, 0, null, null));
    tasks(id -> IDLE);
    bench.ticks(10);
    turn(other, BUSY, 3);
    assertThat(bench.hasDriver(other)).isTrue();
    ask(other, 7);
    turn(other, BUSY, 30);
    int given = letGo(greedy).size();
    assertThat(running(other)).as("driver and 2 of 8 cores: 5 and 20 percent above").isEqualTo(2);
    turn(other, IDLE, 60);
    assertThat(letGo(greedy)).hasSize(given);
    assertThat(letGo(other)).isEmpty();
    assertThat(running(greedy) + running(other)).isEqualTo(6);
  }

  /** So many seconds, of which the greedy one has no task in any. */
  private void turn(UUID other, TaskCounts counts, int seconds) {
    for (int second = 0; second < seconds; second++) {
      tasks(id -> IDLE);
      if (bench.hasDriver(other)) {
        tasks(other, id -> counts);
      }
      bench.ticks(1);
      pass();
      end(letGo(greedy).stream().mapToInt(id -> id).toArray());
      pass();
    }
  }

  private UUID submit(QueueSpec queue) {
    bench.addQueue(queue);
    bench.addJobIn(queue.name(), 1);
    UUID run = bench.submit(queue.name());
    pass();
    return run;
  }

  private void ask(UUID run, int executors) {
    bench.ask(bench.fence(run), 1, executors);
    bench.pass.run();
    node.work();
  }

  /** A pass, and what makes drivers heard. */
  private void pass() {
    bench
        .jdbc
        .sql("update attempt set last_seen_tick = (select ticks from platform_clock)")
        .update();
    bench.pass.run();
    node.work();
  }

  private void tasks(IntFunction<TaskCounts> counts) {
    tasks(greedy, counts);
  }

  private void tasks(UUID run, IntFunction<TaskCounts> counts) {
    Progress progress = new Progress(Instant.EPOCH, 0, 0, 0, 0, 0, 0, 0, 0, 0, List.of());
    Map<Integer, TaskCounts> byId =
        IntStream.rangeClosed(1, 20).boxed().collect(Collectors.toMap(id -> id, counts::apply));
    bench.attempts.progress(bench.fence(run), ++reports, progress, byId);
  }

  private void end(int... ids) {
    for (int id : ids) {
      UUID process = executors(greedy).get(id - 1).assignmentId();
      node.exit(process, new ProcessExit(0, ProcessExit.EXITED, null));
    }
    node.report();
  }

  private List<ExecutorProcess> executors(UUID run) {
    return bench.assignments.executors(bench.fence(run));
  }

  private List<Integer> letGo(UUID run) {
    return executors(run).stream()
        .filter(executor -> executor.decommissionReason() != null)
        .map(ExecutorProcess::executorId)
        .toList();
  }

  private long running(UUID run) {
    return executors(run).stream()
        .filter(executor -> executor.state() == AssignmentState.RUNNING)
        .count();
  }
}
