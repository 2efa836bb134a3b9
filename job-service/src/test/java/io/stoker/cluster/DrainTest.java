package io.stoker.cluster;

import static io.stoker.cluster.ClusterBench.GIB;
import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.stoker.error.ErrorCode;
import io.stoker.error.StokerException;
import io.stoker.run.Attempt;
import io.stoker.run.Reason;
import io.stoker.run.RunState;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** From the order to empty a node until nothing is left on it. */
class DrainTest {
  private static final ProcessExit GONE = new ProcessExit(0, ProcessExit.EXITED, null);

  private final ClusterBench bench = ClusterBench.start();
  private final Drains drains = bench.part(Drains.class);

  @AfterEach
  void close() {
    bench.close();
  }

  @Test
  void executorsAreLetGoTogetherAndReplacedElsewhereUntilNothingIsLeft() {
    FakeNode a = bench.node("a", 8, 32 * GIB);
    FakeNode b = bench.node("b", 2, 32 * GIB);
    UUID run = atWork("job", 4, a, b);
    long fence = bench.fence(run);
    assertThat(nodes(fence)).containsOnly(Map.entry("a", 2L), Map.entry("b", 2L));
    bench.node("c", 8, 32 * GIB);
    register(fence);

    drain(b, Drain.Drivers.WAIT, null);
    assertThat(state(b)).isEqualTo(NodeState.DRAINING);
    assertThat(bench.attempts.executors(fence, -1, Duration.ZERO).processes())
        .filteredOn(executor -> executor.nodeName().equals("b"))
        .hasSize(2)
        .allSatisfy(
            executor -> {
              assertThat(executor.decommissionReason())
                  .isEqualTo("Node b is being drained: new kernel.");
              assertThat(executor.stopReason()).isNull();
            });
    assertThat(told(fence)).as("executors of a are there for their blocks").containsOnlyKeys("b");
    bench.pass.run();
    assertThat(nodes(fence).get("b")).as("nothing new").isEqualTo(2);
    assertThat(bench.assignments.executors(fence)).hasSize(6);

    bench.assignments.executors(fence).stream()
        .filter(executor -> executor.nodeName().equals("b"))
        .forEach(executor -> b.exit(executor.assignmentId(), GONE));
    b.report();
    bench.duty("drains");
    assertThat(state(b)).as("their directories are there").isEqualTo(NodeState.DRAINING);
    b.work();
    long version = b.version();
    assertThat(b.hears(version)).isFalse();
    bench.duty("drains");
    assertThat(state(b)).isEqualTo(NodeState.DRAINED);
    assertThat(b.hears(version)).as("it may end what it keeps for executors to come").isTrue();
    bench.pass.run();
    assertThat(nodes(fence)).doesNotContainKey("b");
    assertThat(attempt(run).reason()).isNull();
  }

  /** Spark's executors throw away what they cannot hand on. */
  @Test
  void executorsAreLetGoOnlyWhenAnotherOneIsThereForTheirBlocks() {
    FakeNode a = bench.node("a", 3, 32 * GIB);
    UUID run = atWork("job", 2, a);
    long fence = bench.fence(run);
    FakeNode b = bench.node("b", 8, 32 * GIB);
    register(fence);

    drain(a, Drain.Drivers.WAIT, null);
    bench.duty("drains");
    assertThat(told(fence)).as("nobody else is there").isEmpty();
    bench.pass.run();
    b.work();
    bench.duty("drains");
    assertThat(told(fence)).as("its driver does not know it yet").isEmpty();
    register(fence);
    bench.duty("drains");
    assertThat(told(fence)).isEqualTo(Map.of("a", 2L));
  }

  @Test
  void executorsWaitNoLongerForOthersThanAMinuteOrNotAtAllWhenTheyCannotCome() {
    FakeNode a = bench.node("a", 6, 32 * GIB);
    long first = bench.fence(atWork("first", 2, a));
    long second = bench.fence(atWork("second", 2, a));
    drain(a, Drain.Drivers.WAIT, null);
    bench.pass.run();
    bench.ask(second, 2, 0);
    bench.pass.run();
    bench.duty("drains");
    assertThat(told(first)).as("there is no room for others").isEqualTo(Map.of("a", 2L));
    assertThat(told(second)).isEmpty();
    bench.ticks(60);
    bench.duty("drains");
    assertThat(told(second)).as("its driver wants none").isEqualTo(Map.of("a", 2L));
  }

  @Test
  void executorsOfWhichNobodyWasToldStayWhenTheDrainIsTakenBack() {
    FakeNode a = bench.node("a", 3, 32 * GIB);
    long fence = bench.fence(atWork("job", 2, a));
    drain(a, Drain.Drivers.WAIT, null);
    drains.undrain(a.id());
    assertThat(bench.assignments.executors(fence))
        .hasSize(2)
        .allSatisfy(executor -> assertThat(executor.decommissionReason()).isNull());
  }

  private void register(long fence) {
    bench
        .jdbc
        .sql(
            "update assignment set registered_at = clock_timestamp() where fence = :fence and state = 'RUNNING'")
        .param("fence", fence)
        .update();
  }

  /** Executors that the driver is told to let go, by node. */
  private Map<String, Long> told(long fence) {
    return bench.assignments.executors(fence).stream()
        .filter(ExecutorProcess::decommissionTold)
        .collect(groupingBy(ExecutorProcess::nodeName, counting()));
  }

  @Test
  void executorsThatHaveNotStartedAreSimplyTakenBack() {
    FakeNode a = bench.node("a", 2, 32 * GIB);
    bench.addJob("job", 1);
    UUID run = bench.submit("job");
    bench.pass.run();
    a.work();
    FakeNode b = bench.node("b", 2, 32 * GIB);
    bench.ask(bench.fence(run), 1, 1);
    bench.pass.run();
    assertThat(nodes(bench.fence(run))).containsOnlyKeys("b");
    drain(b, Drain.Drivers.WAIT, null);
    bench.duty("drains");
    assertThat(state(b)).isEqualTo(NodeState.DRAINED);
    bench.pass.run();
    assertThat(nodes(bench.fence(run))).containsOnlyKeys("a");
  }

  @Test
  void aDriverIsWaitedForUntilTheDeadline() {
    FakeNode a = bench.node("a", 8, 32 * GIB);
    UUID run = atWork("job", 2, a);
    drain(a, Drain.Drivers.WAIT, 60);
    bench.ticks(59);
    bench.duty("drains");
    assertThat(bench.hasDriver(run)).isTrue();
    assertThat(Objects.requireNonNull(bench.nodes.get(a.id()).drain()).secondsLeft()).isEqualTo(1);
    bench.ticks(1);
    bench.duty("drains");
    assertThat(bench.hasDriver(run)).isFalse();
    Reason reason = Objects.requireNonNull(attempt(run).reason());
    assertThat(reason)
        .isEqualTo(new Reason("NODE_DRAINED", "Node a is being drained: new kernel."));
    assertThat(bench.runs.get(run).run().state()).isEqualTo(RunState.RETRY_WAIT);
    a.work();
    a.work();
    bench.duty("drains");
    assertThat(state(a)).isEqualTo(NodeState.DRAINED);
    bench.pass.run();
    assertThat(bench.hasDriver(run)).as("nowhere to go").isFalse();
    drains.undrain(a.id());
    bench.pass.run();
    assertThat(bench.hasDriver(run)).isTrue();
  }

  @Test
  void itsDeadlineIsThatOfExecutorsThatHadMoreTimeToo() {
    FakeNode a = bench.node("a", 8, 32 * GIB);
    FakeNode b = bench.node("b", 2, 32 * GIB);
    long fence = bench.fence(atWork("job", 2, a, b));
    bench
        .jdbc
        .sql(
            """
            update assignment
            set stop_due_tick = (select ticks from platform_clock) + 600, node_stays = true,
                decommission_reason = 'The run has more executors than it asks for.'
            where kind = 'EXECUTOR' and node_id = :node
            """)
        .param("node", b.id())
        .update();
    drain(b, Drain.Drivers.WAIT, 60);
    bench.ticks(60);
    bench.duty("drains");
    assertThat(bench.attempts.executors(fence, -1, Duration.ZERO).processes())
        .filteredOn(executor -> executor.nodeName().equals("b"))
        .isNotEmpty()
        .allSatisfy(executor -> assertThat(executor.stopReason()).contains("being drained"));
  }

  @Test
  void aDriverIsMovedAtOnceWhenItsRunMayHaveAnotherAttempt() {
    FakeNode a = bench.node("a", 8, 32 * GIB);
    UUID movable = atWork("movable", 1, a);
    UUID last = atWork("last", 1, a);
    bench.jdbc.sql("update run set max_attempts = 1 where id = :id").param("id", last).update();
    drain(a, Drain.Drivers.MOVE, 60);
    bench.duty("drains");
    assertThat(bench.runs.get(movable).run().state()).isEqualTo(RunState.RETRY_WAIT);
    assertThat(bench.hasDriver(last)).as("a drain alone fails no run").isTrue();
    bench.ticks(60);
    bench.duty("drains");
    assertThat(bench.runs.get(last).run().state()).isEqualTo(RunState.FAILED);
    assertThat(bench.runs.get(last).run().reason())
        .isNotNull()
        .extracting(Reason::code)
        .isEqualTo("NODE_DRAINED");
  }

  @Test
  void aDrainingNodeThatFallsSilentGoesOnWithItWhenItIsBack() {
    FakeNode a = bench.node("a", 8, 32 * GIB);
    UUID run = atWork("job", 1, a);
    drain(a, Drain.Drivers.WAIT, null);
    bench.ticks(21);
    bench.duty("unreachable nodes");
    assertThat(state(a)).isEqualTo(NodeState.UNREACHABLE);
    a.report();
    assertThat(state(a)).isEqualTo(NodeState.DRAINING);
    bench.ticks(21);
    bench.duty("unreachable nodes");
    a.register();
    assertThat(state(a)).isEqualTo(NodeState.DRAINING);
    a.report();

    bench.runs.cancel(run, "ada");
    a.work();
    a.work();
    bench.duty("drains");
    assertThat(state(a)).isEqualTo(NodeState.DRAINED);
    a.register();
    a.report();
    bench.ticks(21);
    bench.duty("unreachable nodes");
    assertThat(state(a)).as("until somebody takes it back").isEqualTo(NodeState.DRAINED);
    drains.undrain(a.id());
    assertThat(bench.nodes.get(a.id()).drain()).isNull();
    assertThat(state(a)).as("its machine may still be starting").isEqualTo(NodeState.UNREACHABLE);
    UUID next = bench.submit("job");
    bench.pass.run();
    assertThat(bench.hasDriver(next)).isFalse();
    a.report();
    assertThat(state(a)).isEqualTo(NodeState.READY);
    bench.pass.run();
    assertThat(bench.hasDriver(next)).isTrue();
  }

  @Test
  void whatANodeOrdersForItselfEndsWithItsNextStartButNotWhatAPersonOrders() {
    FakeNode a = bench.node("a", 8, 32 * GIB);
    FakeNode b = bench.node("b", 8, 32 * GIB);
    Drain.Order own = new Drain.Order(null, Drain.Drivers.WAIT, null, true);
    drains.drain(a.id(), own);
    drain(b, Drain.Drivers.WAIT, null);
    drains.drain(b.id(), own);
    assertThat(List.of(state(a), state(b))).containsOnly(NodeState.DRAINED);
    a.register();
    b.register();
    assertThat(state(a)).isEqualTo(NodeState.READY);
    assertThat(bench.nodes.get(a.id()).drain()).isNull();
    assertThat(state(b)).isEqualTo(NodeState.DRAINED);
  }

  @Test
  void anEmptyNodeCanBeRemovedAndAnUnknownOneNotDrained() {
    FakeNode a = bench.node("a", 8, 32 * GIB);
    assertCode(ErrorCode.NOT_FOUND, () -> drain(new UUID(0, 1), Drain.Drivers.WAIT, null));
    assertCode(ErrorCode.CONFLICT, () -> bench.nodes.remove(a.id()));
    drain(a, Drain.Drivers.WAIT, null);
    bench.nodes.remove(a.id());
    assertCode(ErrorCode.CONFLICT, () -> drain(a, Drain.Drivers.WAIT, null));
    assertCode(ErrorCode.CONFLICT, () -> drains.undrain(a.id()));
  }

  /** Goes red when a drain doesn't wait: then something comes to a node that is DRAINED. */
  @Test
  void aPassThatHasSeenTheNodeAsReadyIsWaitedFor() throws Exception {
    FakeNode a = bench.node("a", 8, 32 * GIB);
    UUID run = atWork("job", 1, a);
    FakeNode b = bench.node("b", 8, 32 * GIB);
    ProcessNeed need = new ProcessNeed(1000, GIB, GIB);
    CountDownLatch placed = new CountDownLatch(1);
    CountDownLatch commit = new CountDownLatch(1);
    ExecutorService threads = Executors.newFixedThreadPool(2);
    Future<?> pass =
        threads.submit(
            () ->
                bench.transaction.executeWithoutResult(
                    status -> {
                      bench.part(DrainStore.class).lockAllocation();
                      bench.assignments.assignExecutor(bench.fence(run), b.id(), 99, 0, need);
                      placed.countDown();
                      awaitQuietly(commit);
                    }));
    placed.await();
    Future<?> drain = threads.submit(() -> drain(b, Drain.Drivers.WAIT, null));
    await().until(() -> drain.isDone() || bench.isAnybodyWaiting());
    assertThat(drain.isDone()).isFalse();
    commit.countDown();
    pass.get();
    drain.get();
    assertThat(state(b)).isEqualTo(NodeState.DRAINED);
    assertThat(nodes(bench.fence(run))).doesNotContainKey("b");
    threads.shutdown();
  }

  /** Goes red without the look at the node's state under the attempt's lock. */
  @Test
  void aDrainThatWasTakenBackMovesNobody() throws Exception {
    FakeNode a = bench.node("a", 8, 32 * GIB);
    UUID run = atWork("job", 1, a);
    long fence = bench.fence(run);
    CountDownLatch locked = new CountDownLatch(1);
    CountDownLatch commit = new CountDownLatch(1);
    ExecutorService threads = Executors.newFixedThreadPool(2);
    Future<?> other =
        threads.submit(
            () ->
                bench.transaction.executeWithoutResult(
                    status -> {
                      bench.assignments.lock(fence);
                      locked.countDown();
                      awaitQuietly(commit);
                    }));
    locked.await();
    Future<?> drain = threads.submit(() -> drain(a, Drain.Drivers.MOVE, null));
    await().until(bench::isAnybodyWaiting);
    drains.undrain(a.id());
    commit.countDown();
    other.get();
    drain.get();
    assertThat(bench.hasDriver(run)).isTrue();
    assertThat(bench.assignments.executors(fence))
        .allSatisfy(executor -> assertThat(executor.decommissionReason()).isNull());
    threads.shutdown();
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void drain(FakeNode node, Drain.Drivers drivers, @Nullable Integer ticks) {
    drain(node.id(), drivers, ticks);
  }

  private void drain(UUID node, Drain.Drivers drivers, @Nullable Integer ticks) {
    drains.drain(node, new Drain.Order("new kernel", drivers, ticks, false));
  }

  private static void assertCode(ErrorCode code, ThrowingCallable act) {
    assertThatThrownBy(act)
        .isInstanceOfSatisfying(
            StokerException.class, refused -> assertThat(refused.code()).isEqualTo(code));
  }

  private UUID atWork(String job, int executors, FakeNode... nodes) {
    bench.addJob(job, executors);
    UUID run = bench.submit(job);
    bench.pass.run();
    bench.ask(bench.fence(run), 1, executors);
    bench.pass.run();
    for (FakeNode node : nodes) {
      node.work();
    }
    return run;
  }

  private NodeState state(FakeNode node) {
    return bench.nodes.get(node.id()).state();
  }

  private Attempt attempt(UUID run) {
    return bench.runs.attempts(run).get(0);
  }

  /** Living executors of an attempt by node. */
  private Map<String, Long> nodes(long fence) {
    return bench.assignments.executors(fence).stream()
        .filter(executor -> !executor.state().isTerminal())
        .collect(groupingBy(ExecutorProcess::nodeName, counting()));
  }
}
