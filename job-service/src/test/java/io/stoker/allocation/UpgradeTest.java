package io.stoker.allocation;

import static io.stoker.cluster.ClusterBench.GIB;
import static org.assertj.core.api.Assertions.assertThat;

import io.stoker.cluster.ClusterBench;
import io.stoker.cluster.ExecutorProcess;
import io.stoker.cluster.FakeNode;
import io.stoker.run.Reason;
import io.stoker.run.Run;
import io.stoker.run.RunState;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Services of nodes get a new version, with another Spark, while runs go on. */
class UpgradeTest {
  private final ClusterBench bench = ClusterBench.start();
  private final FakeNode first = bench.node("a", 2, 16 * GIB);

  @AfterEach
  void close() {
    bench.close();
  }

  /** Goes red when a driver is thought to have what its node has now. */
  @Test
  void executorsComeFromNodesWithTheSparkThatTheirDriverWasStartedWith() {
    long fence = running();
    bench.node("b", 4, 16 * GIB);
    FakeNode old = bench.node("c", 4, 16 * GIB);
    upgrade("a");
    upgrade("b");
    bench.ask(fence, 2, 3);
    bench.pass.run();
    assertThat(executors(fence))
        .extracting(ExecutorProcess::nodeId)
        .containsExactly(first.id(), old.id(), old.id());
  }

  @Test
  void aDriverThatHasNotStartedYetWillHaveWhatItsNodeHas() {
    bench.addJob("delays", 1);
    UUID run = bench.submit("delays");
    bench.pass.run();
    upgrade("a");
    first.work();
    bench.ask(bench.fence(run), 1, 1);
    bench.pass.run();
    assertThat(executors(bench.fence(run))).hasSize(1);
  }

  @Test
  void anAttemptThatCanGetNoExecutorOfItsSparkGivesAnotherOneItsPlace() {
    bench.addJob("delays", 1);
    UUID run = bench.submit("delays");
    bench.pass.run();
    first.work();
    upgrade("a");
    bench.ask(bench.fence(run), 1, 1);
    bench.pass.run();
    assertThat(executors(bench.fence(run))).isEmpty();
    assertThat(waitingCode(bench.fence(run))).isEqualTo(Reason.RUNTIME_GONE);

    bench.ticks(AllocationSettings.DEFAULTS.misfitTicks());
    bench.ask(bench.fence(run), 2, 1); // its driver is heard
    bench.pass.run();
    Run after = bench.runs.get(run).run();
    assertThat(after.state()).isEqualTo(RunState.RETRY_WAIT);
    assertThat(bench.runs.attempts(run).get(0).reason())
        .extracting(Reason::code)
        .isEqualTo(Reason.RUNTIME_GONE);
  }

  /** With its one executor. */
  private long running() {
    bench.addJob("delays", 1);
    UUID run = bench.submit("delays");
    bench.pass.run();
    first.work();
    long fence = bench.fence(run);
    bench.ask(fence, 1, 1);
    bench.pass.run();
    first.work();
    return fence;
  }

  private void upgrade(String node) {
    bench
        .jdbc
        .sql("update node set runtime_digest = 'new' where name = :name")
        .param("name", node)
        .update();
  }

  private List<ExecutorProcess> executors(long fence) {
    return bench.assignments.executors(fence);
  }

  private String waitingCode(long fence) {
    return Objects.requireNonNull(
        bench
            .jdbc
            .sql("select executors_waiting_code from attempt where fence = :fence")
            .param("fence", fence)
            .query(String.class)
            .single());
  }
}
