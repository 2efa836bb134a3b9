package io.stoker.allocation;

import static io.stoker.cluster.ClusterBench.GIB;
import static io.stoker.cluster.ClusterBench.MIB;
import static java.util.Objects.requireNonNull;
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
import io.stoker.run.Reason;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A run whose executors come and go by load. */
class ElasticRunTest {
  private static final String URL = "spark://CoarseGrainedScheduler@127.0.0.1:1";
  private static final JobSpec.Driver DRIVER = new JobSpec.Driver(1000, GIB);

  private final ClusterBench bench = ClusterBench.start();
  private FakeNode node;
  private int jobs;
  private long reports;

  @BeforeEach
  void aNodeOfEightCores() {
    node = bench.node("a", 8, 32 * GIB);
  }

  @AfterEach
  void close() {
    bench.close();
  }

  @Test
  void executorsThatAreGivenBackAreNotReplacedAndComeAgainOnDemand() {
    long fence = started(elastic(0, 4));
    assertThat(running(fence)).isEmpty();
    ask(fence, 1, 3, 0);
    assertThat(running(fence)).containsExactly(1, 2, 3);

    // what Spark says when executors idle: fewer in all, and these
    ask(fence, 2, 0, 0);
    assertThat(running(fence)).as("a lower demand alone ends nobody").containsExactly(1, 2, 3);
    bench.attempts.killExecutors(fence, List.of(1, 2, 3), "Spark needs it no more.");
    node.work();
    bench.pass.run();
    node.work();
    assertThat(running(fence)).isEmpty();
    assertThat(bench.nodes.get(node.id()).used().executors()).isZero();

    ask(fence, 3, 2, 0);
    assertThat(running(fence)).containsExactly(4, 5);
  }

  @Test
  void eachResourceProfileIsCountedByItself() {
    long fence = started(elastic(0, 8));
    ask(fence, 1, 3, 0);
    ask(fence, 2, 3, 2);
    assertThat(running(fence)).as("two of the other profile beside three").hasSize(5);
    ask(fence, 3, 1, 3);
    assertThat(running(fence)).as("too many of one are no reason against the other").hasSize(6);
  }

  @Test
  void whatIsLostComesAgainInItsOwnProfileAndSize() {
    long fence = started(elastic(0, 8));
    ask(fence, 1, 3, 2);
    List<UUID> ofOther =
        bench.assignments.executors(fence).stream()
            .filter(executor -> executor.profileId() == 1)
            .map(ExecutorProcess::assignmentId)
            .toList();
    ofOther.forEach(id -> node.exit(id, new ProcessExit(137, ProcessExit.EXITED, null)));
    node.work();
    bench.pass.run();
    node.work();

    List<ExecutorProcess> present =
        bench.assignments.executors(fence).stream()
            .filter(executor -> executor.state() == AssignmentState.RUNNING)
            .toList();
    assertThat(present).extracting(ExecutorProcess::profileId).containsExactly(0, 0, 0, 1, 1);
    assertThat(present)
        .extracting(ExecutorProcess::heapBytes)
        .containsExactly(GIB, GIB, GIB, 2 * GIB, 2 * GIB);
  }

  @Test
  void noProfileWaitsUntilAnotherHasAllThatItWants() {
    long fence = started(elastic(0, 20));
    ask(fence, 1, 20, 20);
    assertThat(bench.assignments.executors(fence))
        .as("seven cores beside the driver")
        .extracting(ExecutorProcess::profileId)
        .containsExactlyInAnyOrder(0, 1, 0, 1, 0, 1, 0);
  }

  @Test
  void aProfileThatNoNodeCanHoldFailsItsRunWithTheArithmetic() {
    UUID run = startedRun(elastic(0, 8));
    long fence = bench.fence(run);
    ask(fence, 1, 2, other(1, 8));
    assertThat(waiting(fence))
        .contains(
            "An executor of resource profile 1 needs 8 cores and 2432 MiB (heap and overhead)")
        .contains("Even when idle but for the driver, a has 7 cores and")
        .contains("within 300 s");
    assertThat(running(fence)).as("the other one goes on").hasSize(2);

    waitForMisfit(fence, 2, 2, other(1, 8));
    // in the pass that ends it, one of the other profile would have room
    bench.attempts.demand(fence, demand(9, 3, other(1, 8)));
    bench.pass.run();
    Reason reason = requireNonNull(bench.runs.get(run).run().reason());
    assertThat(reason.code()).isEqualTo("DOES_NOT_FIT");
    assertThat(reason.message()).contains("resource profile 1", "7 cores", "Ask for less");
    node.work();
    assertThat(bench.hasDriver(run)).isFalse();
  }

  private void waitForMisfit(long fence, long version, int ofDefault, Demand.Profile other) {
    for (int i = 0; i < 4; i++) {
      bench.ticks(61);
      bench.attempts.demand(fence, demand(version + i, ofDefault, other));
      bench.pass.run();
    }
    bench.ticks(61);
  }

  /** Its queue would never have more for it, and nobody else waits. */
  @Test
  void whatTheRunKeepsIdleCountsAgainstTheMaximumOfItsQueue() {
    bench.addQueue(new QueueSpec("small", 0, 6000L, null, 0, null, null));
    bench.addJobIn("small", "kept", DRIVER, elastic(4, 8));
    UUID run = bench.submit("kept");
    bench.pass.run();
    node.work();
    long fence = bench.fence(run);
    ask(fence, 1, 4, 0);
    allIdle(fence, 4);
    ask(fence, 2, 4, other(1, 2));
    assertThat(waiting(fence))
        .contains("7 cores")
        .contains("with its driver and the idle executors of other profiles that the run keeps")
        .contains("Queue small may take at most 6 cores");
    waitForMisfit(fence, 3, 4, other(1, 2));
    bench.attempts.demand(fence, demand(9, 4, other(1, 2)));
    bench.pass.run();
    assertThat(requireNonNull(bench.runs.get(run).run().reason()).code()).isEqualTo("DOES_NOT_FIT");
  }

  @Test
  void aBiggerNodeEndsTheWaitForOne() {
    long fence = started(elastic(0, 8));
    ask(fence, 1, 1, other(1, 8));
    bench.ticks(200);
    FakeNode big = bench.node("b", 10, 32 * GIB);
    ask(fence, 2, 1, other(1, 8));
    big.work();
    assertThat(running(fence)).hasSize(2);
    assertThat(waiting(fence)).isEmpty();
  }

  /** Spark keeps its minimum of each profile, and would do so for ever. */
  @Test
  void whatTheRunItselfKeepsIdleCounts() {
    UUID run = startedRun(elastic(4, 8));
    long fence = bench.fence(run);
    ask(fence, 1, 4, 0);
    ask(fence, 2, 4, other(1, 5));
    assertThat(waiting(fence)).as("others may leave soon").contains("the most that is free");
    allIdle(fence, 4);
    ask(fence, 3, 4, other(1, 5));
    assertThat(waiting(fence))
        .contains("executors of other profiles that the run keeps (dynamicAllocation.minExecutors)")
        .contains("a has 3 cores");
    ask(fence, 4, 0, other(1, 5));
    assertThat(waiting(fence)).as("these are about to leave").contains("the most that is free");
  }

  /** Spark will let those go that idle, and then there is room for both. */
  @Test
  void nobodyGivesWayUntilIdleExecutorsHaveHadTheTimeToLeave() {
    long first = started(elastic(0, 8));
    ask(first, 1, 3, 0);
    long second = started(elastic(0, 8));
    ask(second, 1, 3, 0);
    allIdle(first, 3);
    allIdle(second, 3);
    for (int tick = 0; tick < 180; tick++) {
      bench.attempts.demand(first, demand(2 + tick, 0, other(1, 2)));
      bench.attempts.demand(second, demand(2 + tick, 0, other(1, 2)));
      bench.pass.run();
      bench.ticks(1);
    }
    assertThat(attemptReason(second)).isEmpty();
    bench.pass.run();
    assertThat(attemptReason(second)).isEqualTo("NO_ROOM_FOR_EXECUTORS");
  }

  /** One with idle executors of another profile makes no progress either. */
  @Test
  void theFirstExecutorOfAProfileComesBeforeFurtherOnesWhenNothingElseWorks() {
    long fence = started(elastic(0, 8));
    ask(fence, 1, 1, 0);
    long other = started(elastic(0, 8));
    ask(other, 1, 3, 0);
    allIdle(fence, 1);
    node.exit(
        bench.assignments.executors(other).get(0).assignmentId(),
        new ProcessExit(0, ProcessExit.EXITED, null));
    node.report();

    // three cores are free, and newer runs would take one after the other of them
    bench.attempts.demand(other, demand(2, 9, other(1, 1)));
    ask(fence, 2, 1, other(1, 4));
    assertThat(waiting(fence)).contains("resource profile 1 needs 4 cores");
    assertThat(running(other)).as("none of those gets what the first waits for").hasSize(2);
  }

  /** Executors with cached data never leave by themselves, and nobody else is to blame. */
  @Test
  void aRunHearsThatItsOwnIdleExecutorsKeepTheRoom() {
    long fence = started(elastic(0, 4));
    ask(fence, 1, 4, 0);
    ask(fence, 2, 0, other(1, 4));
    assertThat(waiting(fence)).as("at work").doesNotContain("idle");
    allIdle(fence, 4);
    ask(fence, 3, 0, other(1, 4));
    assertThat(waiting(fence))
        .contains("resource profile 1 needs 4 cores", "own 4 idle executors of other profiles")
        .contains("have 4 cores", "cachedExecutorIdleTimeout");
  }

  /** It would hold its core for ever and do nothing. */
  @Test
  void aDriverThatBeginsWithoutExecutorsComesOnlyWhereOneFits() {
    bench.addJob("filler", 1);
    for (int i = 0; i < 3; i++) {
      bench.submit("filler");
      bench.pass.run();
    }
    bench.addJob("small", DRIVER, new JobSpec.Executor(0, 2, GIB, NodeSelector.ANY, dynamic(0, 4)));
    UUID run = bench.submit("small");
    bench.pass.run();
    assertThat(bench.hasDriver(run))
        .as("with a driver of one core and an executor of two")
        .isFalse();
  }

  private static JobSpec.DynamicAllocation dynamic(int min, int max) {
    return new JobSpec.DynamicAllocation(min, max, Duration.ofMinutes(1), Duration.ofSeconds(1));
  }

  private static JobSpec.Executor elastic(int initial, int max) {
    return new JobSpec.Executor(initial, 1, GIB, NodeSelector.ANY, dynamic(0, max));
  }

  private long started(JobSpec.Executor executor) {
    return bench.fence(startedRun(executor));
  }

  private UUID startedRun(JobSpec.Executor executor) {
    String job = "elastic-" + ++jobs;
    bench.addJob(job, DRIVER, executor);
    UUID run = bench.submit(job);
    bench.pass.run();
    node.work();
    return run;
  }

  /** So many of Spark's default profile, and so many of another one. */
  private void ask(long fence, long version, int ofDefault, int ofOther) {
    ask(fence, version, ofDefault, other(ofOther, 1));
  }

  private void ask(long fence, long version, int ofDefault, Demand.Profile other) {
    bench.attempts.started(fence, URL, null);
    bench.attempts.demand(fence, demand(version, ofDefault, other));
    bench.pass.run();
    node.work();
  }

  private static Demand demand(long version, int ofDefault, Demand.Profile other) {
    Demand.Profile first = new Demand.Profile(0, ofDefault, 1, GIB, GIB + 384 * MIB, Map.of());
    return new Demand(version, URL, List.of(first, other), List.of(), Map.of(), Set.of(), false);
  }

  private static Demand.Profile other(int total, int cores) {
    return new Demand.Profile(1, total, cores, 2 * GIB, 2 * GIB + 384 * MIB, Map.of());
  }

  /** Its driver says that none of its first executors has a task. */
  private void allIdle(long fence, int executors) {
    Progress progress = new Progress(Instant.EPOCH, 0, 0, 0, 0, 0, 0, 0, 0, 0, List.of());
    Map<Integer, TaskCounts> idle = new HashMap<>();
    for (int id = 1; id <= executors; id++) {
      idle.put(id, new TaskCounts(true, 0, 0, 0));
    }
    bench.attempts.progress(fence, ++reports, progress, idle);
  }

  /** Code of why an attempt ended; empty while it goes on. */
  private String attemptReason(long fence) {
    return bench
        .jdbc
        .sql("select coalesce(reason_code, '') from attempt where fence = :fence")
        .param("fence", fence)
        .query(String.class)
        .single();
  }

  /** Why executors of an attempt are not placed; empty when all are. */
  private String waiting(long fence) {
    return bench
        .jdbc
        .sql("select coalesce(executors_waiting, '') from attempt where fence = :fence")
        .param("fence", fence)
        .query(String.class)
        .single();
  }

  private List<Integer> running(long fence) {
    return bench.assignments.executors(fence).stream()
        .filter(executor -> executor.state() == AssignmentState.RUNNING)
        .map(ExecutorProcess::executorId)
        .toList();
  }
}
