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
import io.stoker.queue.QueueSpec;
import io.stoker.run.Demand;
import io.stoker.run.Progress;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
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
    Progress progress = new Progress(Instant.EPOCH, 0, 0, 0, 0, 0, 0, 0, 0, 0, List.of());
    Map<Integer, TaskCounts> byId =
        IntStream.rangeClosed(1, 7).boxed().collect(Collectors.toMap(id -> id, counts::apply));
    bench.attempts.progress(bench.fence(greedy), ++reports, progress, byId);
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
