package io.stoker.allocation;

import static io.stoker.cluster.ClusterBench.GIB;
import static org.assertj.core.api.Assertions.assertThat;

import io.stoker.cluster.AssignmentState;
import io.stoker.cluster.ClusterBench;
import io.stoker.cluster.ExecutorProcess;
import io.stoker.cluster.FakeNode;
import io.stoker.cluster.ProcessExit;
import io.stoker.cluster.TaskCounts;
import io.stoker.job.JobSpec;
import io.stoker.placement.NodeSelector;
import io.stoker.run.Progress;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What becomes of executors that were replaced while their node was silent. */
class SurplusTest {
  private static final TaskCounts IDLE = new TaskCounts(true, 0, 5, 0);
  private static final TaskCounts BUSY = new TaskCounts(true, 1, 5, 0);
  private static final TaskCounts UNKNOWN = TaskCounts.NONE;

  private final ClusterBench bench = ClusterBench.start();
  private FakeNode stable;
  private FakeNode silent;
  private long fence;
  private int demands;
  private int wanted;
  private long reports;

  /** Four executors of one core: two on each node, and the driver on the stable one. */
  @BeforeEach
  void aRunOnTwoNodes() {
    stable = bench.node("stable", 8, 64 * GIB);
    silent = bench.node("silent", 2, 64 * GIB);
  }

  @AfterEach
  void close() {
    bench.close();
  }

  @Test
  void idleOnesGoFirstAndNoMoreThanTheSurplus() {
    startStatic();
    replaceThoseOfTheSilentNode();
    silent.report();
    tasks(id -> id == 1 || id == 6 ? BUSY : IDLE);

    passes(29);
    assertThat(letGo()).as("a node that was silent once may be so again").isEmpty();
    passes(2);
    assertThat(letGo()).as("the newest of those without a task").hasSize(2).doesNotContain(1, 6);
    assertThat(staying()).hasSize(4);
    List<Integer> given = letGo();

    passes(100);
    assertThat(letGo()).as("they own their room, but count no more").isEqualTo(given);
    end(given);
    passes(100);
    assertThat(staying()).as("and nobody takes their place").hasSize(4);
    assertThat(executors()).hasSize(6);
    assertThat(letGo()).isEqualTo(given);
  }

  @Test
  void theNewestGoesWhenAllWorkAndHasTimeToFinish() {
    startStatic();
    replaceThoseOfTheSilentNode();
    silent.report();
    tasks(id -> BUSY);
    passes(31);
    assertThat(letGo()).containsExactly(5, 6);
    bench.ticks(500);
    bench.duty("due stops");
    assertThat(executors()).noneMatch(it -> it.stopReason() != null);
  }

  /** One that its driver does not know yet costs nothing. */
  @Test
  void whatHasNotRegisteredIsStoppedBeforeAnythingElse() {
    startStatic();
    replaceThoseOfTheSilentNode();
    silent.report();
    tasks(id -> id >= 5 ? UNKNOWN : IDLE);
    passes(31);
    assertThat(letGo()).isEmpty();
    assertThat(executors())
        .filteredOn(it -> it.stopReason() != null)
        .extracting(ExecutorProcess::executorId)
        .containsExactly(5, 6);
    assertThat(executors().get(4).stopReason()).contains("more executors than it asks for");
  }

  /** Goes red when the wait is not begun anew. */
  @Test
  void aNodeThatComesAndGoesGivesNothingUp() {
    startStatic();
    replaceThoseOfTheSilentNode();
    tasks(id -> IDLE);
    for (int i = 0; i < 4; i++) {
      silent.report();
      passes(20);
      silence();
      passes(1);
    }
    assertThat(letGo()).isEmpty();
    assertThat(executors()).as("nor is anything started").hasSize(6);
  }

  /** Goes red when executors of a silent node count. */
  @Test
  void whatIsSilentIsNoSurplus() {
    startStatic();
    replaceThoseOfTheSilentNode();
    tasks(id -> IDLE);
    passes(100);
    assertThat(letGo()).isEmpty();
    assertThat(staying()).hasSize(6);
  }

  /** Its room was its own all the time: a job that came meanwhile has got none of it. */
  @Test
  void theRoomOfASilentNodeIsNotGivenTwice() {
    startStatic();
    replaceThoseOfTheSilentNode();
    bench.addJob("other", 4);
    var other = bench.submit("other");
    passes(1);
    bench.ask(bench.fence(other), 1, 4);
    silent.report();
    passes(3);
    assertThat(bench.assignments.executors(bench.fence(other)))
        .as("what the stable node has left")
        .hasSize(2)
        .allMatch(it -> it.nodeName().equals("stable"));
    assertThat(silent.running()).hasSize(2);
  }

  /** Spark gives idle ones back by itself; a lower target alone ends nobody. */
  @Test
  void withDynamicAllocationOnlyWhatIsBeyondTheMostIsGivenBack() {
    start(new JobSpec.Executor(0, 1, GIB, NodeSelector.ANY, dynamic(5)));
    replaceThoseOfTheSilentNode();
    silent.report();
    tasks(id -> IDLE);
    ask(1);
    passes(100);
    assertThat(letGo()).as("six, and five are the most").containsExactly(6);
    assertThat(staying()).hasSize(5);
  }

  private static JobSpec.DynamicAllocation dynamic(int most) {
    return new JobSpec.DynamicAllocation(0, most, Duration.ofMinutes(1), Duration.ofSeconds(1));
  }

  private void startStatic() {
    start(new JobSpec.Executor(4, 1, GIB));
  }

  private void start(JobSpec.Executor executor) {
    bench.addJob("job", new JobSpec.Driver(1000, GIB), executor);
    var run = bench.submit("job");
    bench.pass.run();
    fence = bench.fence(run);
    ask(4);
    passes(1);
    assertThat(silent.running()).hasSize(2);
    assertThat(staying()).hasSize(4);
  }

  private void replaceThoseOfTheSilentNode() {
    silence();
    passes(1);
    assertThat(executors()).hasSize(6);
    assertThat(stable.running()).hasSize(5);
  }

  private void silence() {
    bench.jdbc.sql("update node set state = 'UNREACHABLE' where name = 'silent'").update();
  }

  private void ask(int executors) {
    wanted = executors;
    bench.ask(fence, ++demands, wanted);
  }

  /** So many seconds, in which everybody but the silent node does what it is told. */
  private void passes(int seconds) {
    for (int i = 0; i < seconds; i++) {
      bench.ticks(1);
      bench
          .jdbc
          .sql("update attempt set last_seen_tick = (select ticks from platform_clock)")
          .update();
      bench.pass.run();
      stable.work();
      if (isHeard()) {
        silent.work();
      }
    }
  }

  private boolean isHeard() {
    return bench.nodes.get(silent.id()).state().toString().equals("READY");
  }

  private void tasks(IntFunction<TaskCounts> counts) {
    Progress progress = new Progress(Instant.EPOCH, 0, 0, 0, 0, 0, 0, 0, 0, 0, List.of());
    Map<Integer, TaskCounts> byId =
        executors().stream()
            .map(ExecutorProcess::executorId)
            .collect(Collectors.toMap(id -> id, counts::apply));
    bench.attempts.progress(fence, ++reports, progress, byId);
  }

  private void end(List<Integer> ids) {
    for (int id : ids) {
      ExecutorProcess executor = executors().get(id - 1);
      FakeNode node = executor.nodeName().equals("silent") ? silent : stable;
      node.exit(executor.assignmentId(), new ProcessExit(0, ProcessExit.EXITED, null));
    }
    stable.report();
    silent.report();
  }

  private List<ExecutorProcess> executors() {
    return bench.assignments.executors(fence);
  }

  private List<Integer> letGo() {
    return executors().stream()
        .filter(executor -> executor.decommissionReason() != null)
        .map(ExecutorProcess::executorId)
        .toList();
  }

  /** Those that own their room and are to go on. */
  private List<Integer> staying() {
    return executors().stream()
        .filter(executor -> executor.state() != AssignmentState.EXITED)
        .filter(it -> it.decommissionReason() == null && it.stopReason() == null)
        .map(ExecutorProcess::executorId)
        .toList();
  }
}
