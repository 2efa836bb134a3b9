package io.stoker.allocation;

import static io.stoker.cluster.ClusterBench.GIB;
import static org.assertj.core.api.Assertions.assertThat;

import io.stoker.cluster.AssignmentState;
import io.stoker.cluster.ClusterBench;
import io.stoker.cluster.ExecutorProcess;
import io.stoker.cluster.FakeNode;
import io.stoker.cluster.ProcessExit;
import io.stoker.cluster.TaskCounts;
import io.stoker.run.Progress;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Executors without a task of which a run has not got enough yet. It has four of seven; another run
 * has the rest of the cluster, and further ones wait. Each process takes one core.
 */
class BarrierTest {
  private static final TaskCounts NEVER_AT_WORK = new TaskCounts(true, 0, 0, 0);
  private static final TaskCounts IDLE = new TaskCounts(true, 0, 5, 0);
  private static final TaskCounts BUSY = new TaskCounts(true, 1, 5, 0);

  private final ClusterBench bench = ClusterBench.start();
  private FakeNode node;
  private UUID wide;
  private UUID run;
  private long number;

  @BeforeEach
  void aRunWithFourOfSevenExecutors() {
    node = bench.node("n", 10, 64 * GIB);
    bench.addJob("wide", 4);
    wide = bench.submit("wide");
    bench.pass.run();
    bench.ask(bench.fence(wide), 1, 4);
    bench.pass.run();
    node.work();
    bench.addJob("together", 7);
    run = bench.submit("together");
    bench.pass.run();
    bench.addJob("small", 1);
  }

  @AfterEach
  void close() {
    bench.close();
  }

  /** Goes red when either its wants come last, or its executors may be given. */
  @Test
  void aBarrierStageGetsTheRestBeforeLaterRunsAndGivesNothingMeanwhile() {
    bench.askForBarrier(bench.fence(run), 1, 7);
    pass(IDLE, 0);
    for (int second = 0; second < 20; second++) {
      bench.submit("small");
      pass(IDLE, 1);
    }
    assertThat(letGo()).isEmpty();
    endThreeOfTheWideOne();
    pass(IDLE, 0);
    assertThat(running()).as("what it waited for").isEqualTo(7);
  }

  /** Goes red without a bound: a program could keep them for as long as it likes. */
  @Test
  void aBarrierStageIsNotWaitedForForEver() {
    bench.askForBarrier(bench.fence(run), 1, 7);
    bench.submit("small");
    pass(IDLE, 0);
    pass(IDLE, 100);
    bench.askForBarrier(bench.fence(run), 2, 7);
    pass(IDLE, 509);
    assertThat(letGo()).isEmpty();
    pass(IDLE, 1);
    assertThat(letGo()).as("ten minutes and the usual ten seconds").containsExactly(3, 4);
  }

  @Test
  void whenTheStageIsOverTheyCountAsBeforeAndAnotherStageHasItsOwnTime() {
    long fence = bench.fence(run);
    bench.askForBarrier(fence, 1, 7);
    pass(IDLE, 0);
    pass(IDLE, 600);
    bench.ask(fence, 2, 7);
    bench.askForBarrier(fence, 3, 7);
    bench.submit("small");
    pass(IDLE, 600);
    assertThat(letGo()).isEmpty();
    bench.ask(fence, 4, 7);
    pass(IDLE, 0);
    assertThat(letGo()).containsExactly(3, 4);
  }

  /** Spark waits for most of its executors before the first task, for 30 s. */
  @Test
  void whatHasComeForTheFirstTaskStaysUntilSparkBegins() {
    bench.ask(bench.fence(run), 1, 7);
    bench.submit("small");
    pass(NEVER_AT_WORK, 0);
    pass(NEVER_AT_WORK, 39);
    assertThat(letGo()).isEmpty();
    pass(NEVER_AT_WORK, 1);
    assertThat(letGo()).containsExactly(3, 4);
  }

  /** Lets seconds pass in which no executor of the run has a task, and all others have. */
  private void pass(TaskCounts counts, int ticks) {
    bench.ticks(ticks);
    bench
        .jdbc
        .sql("update attempt set last_seen_tick = (select ticks from platform_clock)")
        .update();
    tell(wide, BUSY);
    bench.pass.run();
    node.work();
    tell(run, counts);
    bench.pass.run();
    node.work();
  }

  private void tell(UUID which, TaskCounts counts) {
    bench.attempts.progress(
        bench.fence(which),
        ++number,
        new Progress(Instant.EPOCH, 0, 0, 0, 0, 0, 0, 0, 0, 0, List.of()),
        IntStream.rangeClosed(1, 4).boxed().collect(Collectors.toMap(id -> id, id -> counts)));
  }

  private void endThreeOfTheWideOne() {
    bench.ask(bench.fence(wide), 2, 1);
    List<ExecutorProcess> executors = bench.assignments.executors(bench.fence(wide));
    executors
        .subList(1, 4)
        .forEach(
            executor ->
                node.exit(executor.assignmentId(), new ProcessExit(0, ProcessExit.EXITED, null)));
    node.report();
  }

  private long running() {
    return bench.assignments.executors(bench.fence(run)).stream()
        .filter(executor -> executor.state() == AssignmentState.RUNNING)
        .count();
  }

  private List<Integer> letGo() {
    return bench.assignments.executors(bench.fence(run)).stream()
        .filter(executor -> executor.decommissionReason() != null)
        .map(ExecutorProcess::executorId)
        .toList();
  }
}
