package io.stoker.allocation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.stoker.cluster.ClusterBench;
import io.stoker.cluster.ExecutorProcess;
import io.stoker.cluster.FakeNode;
import io.stoker.cluster.TaskCounts;
import io.stoker.run.Progress;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** An executor that cannot reach its driver, as behind a firewall. */
class UnregisteredExecutorsTest {
  private static final long GIB = 1L << 30;

  private final ClusterBench bench = ClusterBench.start();
  private FakeNode a;
  private FakeNode b;
  private long reports;

  @BeforeEach
  void twoNodes() {
    a = bench.node("a", 2, 16 * GIB);
    b = bench.node("b", 8, 16 * GIB);
  }

  @AfterEach
  void close() {
    bench.close();
  }

  @Test
  void isEndedAndReplacedOnAnotherNode() {
    long fence = withOneExecutor();
    pass(110, fence, Map.of());
    assertThat(executors(fence)).extracting(ExecutorProcess::stopReason).containsOnlyNulls();

    pass(20, fence, Map.of());
    assertThat(executors(fence).get(0).stopReason()).contains("does not know it", "firewall");
    bench.pass.run();
    assertThat(executors(fence))
        .extracting(ExecutorProcess::nodeName)
        .as("b is the emptier one, and not for this run")
        .containsExactly("b", "a");
  }

  /** Goes red when a node is left for good that only once could not be reached. */
  @Test
  void itsNodeIsTriedAgainAfterAQuarterOfAnHour() {
    long fence = withOneExecutor();
    pass(130, fence, Map.of());
    bench.ask(fence, 2, 6);
    bench.pass.run();
    assertThat(executors(fence)).extracting(ExecutorProcess::nodeName).containsOnlyOnce("b");
    bench.jdbc.sql("update assignment set exited_at = exited_at - interval '16 minutes'").update();
    bench.pass.run();
    assertThat(executors(fence)).extracting(ExecutorProcess::nodeName).endsWith("b", "b");
  }

  /** Goes red when any other node counts, though it could never hold one. */
  @Test
  void itsNodeIsLeftOnlyForOnesThatAreBigEnough() {
    bench.jdbc.sql("update node set memory_bytes = 1000000000 where name = 'a'").update();
    long fence = withOneExecutor();
    for (int i = 0; i < 3; i++) {
      assertThat(executors(fence)).extracting(ExecutorProcess::nodeName).containsOnly("b");
      pass(160, fence, Map.of());
    }
    assertThat(attemptReason(fence)).startsWith("CRASH_LOOP");
  }

  @Test
  void endsTheRunWhenItIsSoEverywhere() {
    bench.jdbc.sql("update node set state = 'DRAINING' where name = 'a'").update();
    long fence = withOneExecutor();
    for (int i = 0; i < 3; i++) {
      pass(160, fence, Map.of());
    }
    assertThat(attemptReason(fence)).startsWith("CRASH_LOOP").contains("does not know it");
  }

  /** Goes red when one driver's executors are enough. */
  @Test
  void itsNodeRestsForOthersOnlyWhenItIsSoForDriversOnTwoNodes() {
    long first = withOneExecutor();
    pass(130, first, Map.of());
    assertThat(isResting("b")).isFalse();
    bench.pass.run();
    work();

    FakeNode c = bench.node("c", 2, 16 * GIB);
    long second = fenceOfAnother(c);
    bench.jdbc.sql("update node set state = 'DRAINING' where name = 'c'").update();
    bench.ask(second, 1, 1);
    bench.pass.run();
    work();
    assertThat(executors(second)).extracting(ExecutorProcess::nodeName).containsExactly("b");
    pass(130, second, Map.of());
    assertThat(isResting("b")).isTrue();
  }

  @Test
  void whenItIsSoOnSeveralNodesTheDriversIsNamed() {
    long fence = withOneExecutor();
    pass(130, fence, Map.of());
    pass(160, fence, Map.of());
    List<ExecutorProcess> executors = executors(fence);
    assertThat(executors.get(0).stopReason()).doesNotContain("driver's node");
    assertThat(executors.get(1).stopReason())
        .contains("nodes a, b", "driver's node " + driverNode(fence), "spark://");
  }

  private long fenceOfAnother(FakeNode node) {
    bench.jdbc.sql("update node set state = 'DRAINING' where name <> 'c' and name <> 'b'").update();
    bench.jdbc.sql("update node set cores_milli = 1000 where name = 'b'").update();
    UUID run = bench.submit("delays");
    bench.pass.run();
    node.work();
    bench.jdbc.sql("update node set cores_milli = 8000 where name = 'b'").update();
    assertThat(driverNode(bench.fence(run))).isEqualTo("c");
    return bench.fence(run);
  }

  private String driverNode(long fence) {
    return bench
        .jdbc
        .sql(
            """
            select n.name from assignment a join node n on n.id = a.node_id
            where a.fence = :fence and a.kind = 'DRIVER'
            """)
        .param("fence", fence)
        .query(String.class)
        .single();
  }

  private boolean isResting(String node) {
    return bench
        .jdbc
        .sql("select " + NodesAtFault.RESTS + " from node n where n.name = :node")
        .param("node", node)
        .query(Boolean.class)
        .single();
  }

  /** Whatever its driver says later. */
  @Test
  void staysOnceItWasRegistered() {
    long fence = withOneExecutor();
    pass(10, fence, Map.of(1, new TaskCounts(true, 0, 0, 0)));
    pass(300, fence, Map.of(1, new TaskCounts(false, 0, 0, 0)));
    assertThat(executors(fence)).extracting(ExecutorProcess::stopReason).containsOnlyNulls();
  }

  /** While nobody hears the driver, it may know the executor all the same. */
  @Test
  void aDriverThatIsNotHeardEndsNobody() {
    long fence = withOneExecutor();
    pass(60, fence, Map.of());
    bench.ticks(60);
    bench.pass.run();
    pass(110, fence, Map.of());
    assertThat(executors(fence)).extracting(ExecutorProcess::stopReason).containsOnlyNulls();
  }

  /** Its first report comes later than it is heard. */
  @Test
  void aDriverThatHasNotSaidWhoIsThereEndsNobody() {
    long fence = withOneExecutor();
    for (int version = 2; version < 16; version++) {
      bench.ticks(10);
      bench.ask(fence, version, 1);
      bench.pass.run();
      work();
    }
    assertThat(executors(fence)).extracting(ExecutorProcess::stopReason).containsOnlyNulls();
  }

  /** It may be its line that is cut. */
  @Test
  void anExecutorOnASilentNodeIsNotHeldAgainstIt() {
    long fence = withOneExecutor();
    bench.jdbc.sql("update node set state = 'UNREACHABLE' where name = 'b'").update();
    for (int i = 0; i < 14; i++) {
      bench.ticks(10);
      tell(fence, Map.of());
      bench.pass.run();
    }
    assertThat(executors(fence).get(0).stopReason()).isNull();
  }

  /** It has its time to end, and its node has done nothing wrong. */
  @Test
  void oneThatIsLetGoAlreadyGoesOnUntilItsTimeIsOver() {
    long fence = withOneExecutor();
    bench.jdbc.sql("update assignment set stop_due_tick = 10000 where kind = 'EXECUTOR'").update();
    pass(200, fence, Map.of());
    assertThat(executors(fence).get(0).stopReason()).isNull();
  }

  /** Goes red when what is due is ended without a look at whether it still is. */
  @Test
  void oneThatRegistersAtTheLastMomentStays() throws Exception {
    long fence = withOneExecutor();
    pass(110, fence, Map.of());
    bench.ticks(20);
    tell(fence, Map.of());
    Future<?> pass =
        bench.transaction.execute(
            status -> {
              bench.assignments.lock(fence);
              Future<?> begun = CompletableFuture.runAsync(bench.pass::run);
              await().until(bench::isAnybodyWaiting);
              bench.assignments.taskCounts(fence, Map.of(1, new TaskCounts(true, 0, 0, 0)));
              return begun;
            });
    Objects.requireNonNull(pass).get();
    assertThat(executors(fence)).extracting(ExecutorProcess::stopReason).containsOnlyNulls();
  }

  private long withOneExecutor() {
    bench.addJob("delays", 1);
    UUID run = bench.submit("delays");
    bench.pass.run();
    work();
    long fence = bench.fence(run);
    bench.attempts.started(fence, "spark://driver:1", null);
    bench.ask(fence, 1, 1);
    bench.pass.run();
    work();
    return fence;
  }

  /** So many ticks, in which the driver is heard. */
  private void pass(int ticks, long fence, Map<Integer, TaskCounts> said) {
    for (int i = 0; i < ticks; i += 10) {
      bench.ticks(10);
      tell(fence, said);
      bench.pass.run();
      work();
    }
  }

  private void tell(long fence, Map<Integer, TaskCounts> said) {
    Progress progress = new Progress(Instant.EPOCH, 0, 0, 0, 0, 0, 0, 0, 0, 0, List.of());
    bench.attempts.progress(fence, ++reports, progress, said);
  }

  private void work() {
    a.work();
    b.work();
  }

  private List<ExecutorProcess> executors(long fence) {
    return bench.assignments.executors(fence);
  }

  private String attemptReason(long fence) {
    return bench
        .jdbc
        .sql("select reason_code || ': ' || reason_message from attempt where fence = :fence")
        .param("fence", fence)
        .query(String.class)
        .single();
  }
}
