package io.stoker.cluster;

import static io.stoker.cluster.AssignmentState.EXITED;
import static io.stoker.cluster.AssignmentState.LOST;
import static io.stoker.cluster.AssignmentState.RUNNING;
import static io.stoker.cluster.AssignmentState.WANTED;
import static org.assertj.core.api.Assertions.assertThat;

import io.stoker.run.Progress;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class AssignmentsTest {
  private final ClusterBench bench = ClusterBench.start();
  private FakeNode node;
  private UUID run;
  private long fence;

  @BeforeEach
  void aRunWithADriverAndTwoExecutors() {
    node = bench.node("a", 8, 32 * ClusterBench.GIB);
    bench.addJob("delays", 2);
    run = bench.submit("delays");
    bench.pass.run();
    fence = bench.fence(run);
    bench.ask(fence, 1, 2);
    bench.pass.run();
  }

  @AfterEach
  void close() {
    bench.close();
  }

  @Test
  void aWantedDriverWakesItsNode() {
    long version = version();
    bench.submit("delays");
    bench.pass.run();
    assertThat(version()).isEqualTo(version + 1);
  }

  @Test
  void whatItsNodeReportsIsKept() {
    assertThat(executors()).extracting(ExecutorProcess::state).containsOnly(WANTED);
    node.work();
    assertThat(executors()).extracting(ExecutorProcess::state).containsOnly(RUNNING);
    assertThat(executors()).extracting(ExecutorProcess::startedAt).doesNotContainNull();
    node.exit(executors().get(0).assignmentId(), new ProcessExit(1, ProcessExit.EXITED, "why"));
    node.report();
    ExecutorProcess ended = executors().get(0);
    assertThat(ended.state()).isEqualTo(EXITED);
    assertThat(ended.exitCode()).isEqualTo(1);
    assertThat(ended.exitMessage()).isEqualTo("why");
    assertThat(bench.nodes.get(node.id()).used().executors()).isEqualTo(1);
  }

  @Test
  void anEndedProcessIsListedNoMoreAndStaysEnded() {
    node.work();
    UUID executor = executors().get(0).assignmentId();
    node.exit(executor, new ProcessExit(0, ProcessExit.EXITED, null));
    node.report();
    assertThat(node.fetch()).extracting(AssignedProcess::id).doesNotContain(executor);
    node.say(executor, RUNNING);
    node.report();
    assertThat(bench.state(executor)).isEqualTo("EXITED");
  }

  @Test
  void aReportIsTakenOnce() {
    node.work();
    UUID executor = executors().get(0).assignmentId();
    node.exit(executor, new ProcessExit(1, ProcessExit.EXITED, null));
    node.report(node.epoch(), 1);
    assertThat(bench.state(executor)).isEqualTo("RUNNING");
    node.report();
    assertThat(bench.state(executor)).isEqualTo("EXITED");
  }

  @Test
  void aProcessThatVanishesIsLostButOneThatIsOnlyWantedIsNot() {
    List<ExecutorProcess> wanted = executors();
    node.fetch();
    node.report();
    assertThat(executors()).extracting(ExecutorProcess::state).containsOnly(WANTED);
    node.work();
    node.forget(wanted.get(1).assignmentId());
    node.report();
    assertThat(executors()).extracting(ExecutorProcess::state).containsExactly(RUNNING, LOST);
    assertThat(executors().get(1).exitCause()).isEqualTo(ProcessExit.LOST);
  }

  @Test
  void aNodeCannotSpeakOfAnothersProcess() {
    FakeNode other = bench.node("b", 2, ClusterBench.GIB);
    node.work();
    UUID executor = executors().get(0).assignmentId();
    other.exit(executor, new ProcessExit(1, ProcessExit.EXITED, null));
    other.report();
    assertThat(bench.state(executor)).isEqualTo("RUNNING");
  }

  @Test
  void whatNoNodeHasSeenEndsAtOnceWhenItIsStopped() {
    bench.assignments.stopExecutors(fence, List.of(2), "not needed");
    assertThat(executors()).extracting(ExecutorProcess::state).containsExactly(WANTED, EXITED);
    assertThat(executors().get(1).stopReason()).isEqualTo("not needed");
    node.work();
    bench.assignments.stopExecutors(fence, List.of(1), "not needed");
    assertThat(executors()).extracting(ExecutorProcess::state).containsExactly(RUNNING, EXITED);
    assertThat(node.fetch()).filteredOn(AssignedProcess::stop).hasSize(1);
    node.work();
    assertThat(executors()).extracting(ExecutorProcess::state).containsOnly(EXITED);
    assertThat(bench.nodes.get(node.id()).used().executors()).isZero();
  }

  @Test
  void anEndingAttemptGetsTimeBeforeTheOrderToStop() {
    node.work();
    bench.assignments.finishAttempt(fence, "done");
    bench.ticks(14);
    bench.assignments.orderDueStops();
    assertThat(node.fetch()).hasSize(3).noneMatch(AssignedProcess::stop);
    bench.ticks(1);
    long version = version();
    bench.assignments.orderDueStops();
    assertThat(node.fetch()).hasSize(3).allMatch(AssignedProcess::stop);
    assertThat(version()).isEqualTo(version + 1);
  }

  @Test
  void anEndingAttemptStartsNothingMore() {
    node.fetch();
    bench.assignments.finishAttempt(fence, "done");
    assertThat(node.fetch()).hasSize(3).allMatch(AssignedProcess::stop);
  }

  @Test
  void aRebootLosesEverything() {
    node.work();
    node.reboot("boot-2");
    assertThat(executors()).extracting(ExecutorProcess::state).containsOnly(LOST);
    assertThat(executors())
        .extracting(ExecutorProcess::exitCause)
        .containsOnly(ProcessExit.NODE_LOST);
    assertThat(bench.assignments.driver(fence).orElseThrow().state()).isEqualTo(LOST);
    assertThat(bench.nodes.get(node.id()).used().coresMilli()).isZero();
    assertThat(bench.runs.get(run).run().reason())
        .extracting(reason -> reason.code())
        .isEqualTo("RETRY_BACKOFF");
  }

  @Test
  void aRestartOfTheServiceLosesNothing() {
    node.work();
    node.register();
    node.report();
    assertThat(executors()).extracting(ExecutorProcess::state).containsOnly(RUNNING);
  }

  @Test
  void whatASilentNodeHasIsLostOnlyAfterItMustHaveStoppedIt() {
    node.work();
    bench.ticks(ClusterSettings.DEFAULTS.lostAfterTicks());
    bench.nodeStore.markUnreachable(20);
    bench.lost.onDeadNodes();
    assertThat(executors()).extracting(ExecutorProcess::state).containsOnly(RUNNING);
    bench.ticks(1);
    bench.lost.onDeadNodes();
    assertThat(executors()).extracting(ExecutorProcess::state).containsOnly(LOST);
    assertThat(executors())
        .extracting(ExecutorProcess::exitCause)
        .containsOnly(ProcessExit.NODE_LOST);
  }

  /** With its service down a machine works on: goes red when only the node's silence counts. */
  @Test
  void whatItsDriverSpeaksOfIsNotLostWithTheNodesService() {
    node.work();
    serviceIsDown();
    progress(1, Map.of(1, new TaskCounts(true, 1, 0, 0), 2, new TaskCounts(false, 0, 0, 0)));
    bench.lost.onDeadNodes();
    assertThat(driver().state()).isEqualTo(RUNNING);
    assertThat(executors()).extracting(ExecutorProcess::state).containsExactly(RUNNING, LOST);

    serviceIsDown();
    bench.lost.onDeadNodes();
    assertThat(driver().state()).isEqualTo(LOST);
    assertThat(executors()).extracting(ExecutorProcess::state).containsOnly(LOST);
  }

  /** Goes red when Spark, told to wait for hours, keeps an executor of a machine that is gone. */
  @Test
  void aDriversWordOfOthersIsGoodForSixTimesAsLong() {
    node.work();
    Map<Integer, TaskCounts> there = Map.of(1, new TaskCounts(true, 1, 0, 0));
    int ticks = 6 * ClusterSettings.DEFAULTS.lostAfterTicks();
    bench.ticks(ticks);
    bench.nodeStore.markUnreachable(20);
    progress(1, there);
    bench.lost.onDeadNodes();
    assertThat(executors().get(0).state()).isEqualTo(RUNNING);

    bench.ticks(1);
    progress(2, there);
    bench.lost.onDeadNodes();
    assertThat(executors().get(0).state()).isEqualTo(LOST);
    assertThat(driver().state()).as("that is its own word").isEqualTo(RUNNING);
  }

  /** It is a person who says that it is gone. */
  @Test
  void whatItsDriverSpeaksOfIsLostWithARemovedNode() {
    node.work();
    serviceIsDown();
    progress(1, Map.of(1, new TaskCounts(true, 1, 0, 0)));
    bench.jdbc.sql("update node set state = 'REMOVED'").update();
    bench.lost.onDeadNodes();
    assertThat(driver().state()).isEqualTo(LOST);
  }

  private void serviceIsDown() {
    bench.ticks(ClusterSettings.DEFAULTS.lostAfterTicks() + 1);
    bench.nodeStore.markUnreachable(20);
  }

  private void progress(long number, Map<Integer, TaskCounts> counts) {
    bench.attempts.progress(
        fence, number, new Progress(Instant.EPOCH, 0, 0, 0, 0, 0, 0, 0, 0, 0, List.of()), counts);
  }

  private DriverProcess driver() {
    return bench.assignments.driver(fence).orElseThrow();
  }

  @Test
  void whatANodeIgnoresIsLost() {
    node.fetch();
    bench.ticks(61);
    bench.lost.ignored();
    assertThat(executors()).extracting(ExecutorProcess::state).containsOnly(LOST);
    assertThat(executors()).extracting(ExecutorProcess::exitCause).containsOnly(ProcessExit.LOST);
  }

  /** Goes red when an executor counts as idle anew because its cached data went. */
  @Test
  void cachedDataSaysNothingOfTasks() {
    bench.assignments.taskCounts(fence, Map.of(1, new TaskCounts(true, 0, 4, 0, true)));
    Long since = idleSince(1);
    bench.ticks(5);
    bench.assignments.taskCounts(fence, Map.of(1, new TaskCounts(true, 0, 4, 0, false)));
    assertThat(idleSince(1)).isNotNull().isEqualTo(since);
    bench.assignments.taskCounts(fence, Map.of(1, new TaskCounts(true, 0, 5, 0, false)));
    assertThat(idleSince(1)).as("it had a task meanwhile").isEqualTo(since + 5);
  }

  private Long idleSince(int executor) {
    return bench
        .jdbc
        .sql("select idle_since_tick from assignment where fence = :fence and executor_id = :id")
        .param("fence", fence)
        .param("id", executor)
        .query(Long.class)
        .single();
  }

  @Test
  void taskCountsOfSeveralExecutorsAreKept() {
    bench.assignments.taskCounts(
        fence, Map.of(1, new TaskCounts(true, 1, 2, 3), 2, new TaskCounts(false, 0, 0, 0)));
    assertThat(executors())
        .extracting(ExecutorProcess::tasks)
        .containsExactly(new TaskCounts(true, 1, 2, 3), TaskCounts.NONE);
  }

  private List<ExecutorProcess> executors() {
    return bench.assignments.executors(fence);
  }

  private long version() {
    return bench.nodeStore.desiredVersion(node.id(), node.epoch());
  }
}
