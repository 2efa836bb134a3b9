package io.stoker.allocation;

import static io.stoker.cluster.ClusterBench.GIB;
import static org.assertj.core.api.Assertions.assertThat;

import io.stoker.cluster.ClusterBench;
import io.stoker.cluster.ClusterSettings;
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

  /** Goes red when a driver of which only an older server has heard is taken for upgraded. */
  @Test
  void aDriverOfBeforeIsKnownByWhatItsNodeHadUntilThen() {
    long fence = running();
    FakeNode old = bench.node("c", 4, 16 * GIB);
    bench.jdbc.sql("update assignment set runtime_digest = null, java_major = null").update();
    first.upgrade();
    first.report();
    bench.ask(fence, 2, 2);
    bench.pass.run();
    assertThat(executors(fence))
        .extracting(ExecutorProcess::nodeId)
        .containsExactly(first.id(), old.id());
  }

  /** Goes red when what waits on a node is begun there whatever its service has become. */
  @Test
  void anExecutorThatHasNotBegunIsReplacedWhenItsNodeComesUpWithAnotherSpark() {
    long fence = running();
    FakeNode other = bench.node("c", 4, 16 * GIB);
    bench.ask(fence, 2, 3);
    bench.pass.run();
    other.fetch();
    other.upgrade();
    FakeNode old = bench.node("d", 4, 16 * GIB);
    bench.pass.run();
    assertThat(executors(fence))
        .extracting(ExecutorProcess::nodeId)
        .containsExactly(first.id(), other.id(), other.id(), old.id(), old.id());
    assertThat(executors(fence).subList(1, 3))
        .allSatisfy(one -> assertThat(one.stopReason()).contains("another Spark"));
  }

  @Test
  void onlyNodesThatExecutorsMayGoToAndThatMayComeBackAreWaitedFor() {
    long fence = running();
    bench.jdbc.sql("update assignment set state = 'EXITED' where kind = 'EXECUTOR'").update();
    FakeNode silent = bench.node("c", 4, 16 * GIB);
    upgrade("a");
    int lost = ClusterSettings.DEFAULTS.lostAfterTicks();
    unreachable(silent, lost - 1);
    bench.ask(fence, 2, 1);
    bench.pass.run();
    assertThat(waitingCode(fence)).isEqualTo(Reason.RUNTIME_GONE);
    assertThat(isMisfit(fence)).as("it may come back").isFalse();

    unreachable(silent, lost + 1);
    bench.pass.run();
    assertThat(isMisfit(fence)).isTrue();

    bench.node("d", 4, 16 * GIB);
    requireOfExecutors(fence, "disk", "ssd");
    bench.jdbc.sql("update node set labels = '{\"disk\": \"ssd\"}' where name = 'a'").update();
    bench.pass.run();
    assertThat(isMisfit(fence)).as("d has it and not the label").isTrue();
  }

  private void unreachable(FakeNode node, int ticks) {
    bench
        .jdbc
        .sql(
            """
            update node set state = 'UNREACHABLE',
                            last_seen_tick = (select ticks from platform_clock) - :ticks
            where id = :id
            """)
        .param("ticks", ticks)
        .param("id", node.id())
        .update();
  }

  private void requireOfExecutors(long fence, String label, String value) {
    bench
        .jdbc
        .sql(
            """
            update assignment
            set executor_placement = jsonb_set(executor_placement, '{nodes,required}',
                                               jsonb_build_object(:label, :value))
            where fence = :fence and kind = 'DRIVER'
            """)
        .param("label", label)
        .param("value", value)
        .param("fence", fence)
        .update();
  }

  private boolean isMisfit(long fence) {
    return bench
        .jdbc
        .sql("select misfit_since_tick is not null from attempt where fence = :fence")
        .param("fence", fence)
        .query(Boolean.class)
        .single();
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
