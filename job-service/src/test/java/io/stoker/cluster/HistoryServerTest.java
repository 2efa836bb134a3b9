package io.stoker.cluster;

import static io.stoker.cluster.ClusterBench.GIB;
import static io.stoker.cluster.ClusterBench.MIB;
import static io.stoker.cluster.HistoryBench.told;
import static org.assertj.core.api.Assertions.assertThat;

import io.stoker.cluster.HistoryServer.Status;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The history server from the first page that is asked for until nobody asks any more. */
class HistoryServerTest {
  private static final long TAKES = 1408 * MIB;

  private final ClusterBench bench = ClusterBench.start();
  private final HistoryBench history = new HistoryBench(bench);
  private final HistoryServer server = history.server();

  @AfterEach
  void close() {
    bench.close();
  }

  @Test
  void whoAsksFirstHasItStartedWhereMostMemoryIsFreeAndAllOthersFindIt() {
    node("a", 4 * GIB);
    FakeNode b = node("b", 8 * GIB);
    assertThat(server.ask()).isEqualTo(new Status.Starting());
    bench.pass.run();
    assertThat(server.ask()).isEqualTo(new Status.Starting());
    AssignedProcess told = told(b);
    assertThat(told.runId()).isNull();
    assertThat(told.need()).isEqualTo(new ProcessNeed(0, GIB, TAKES));
    b.work();
    assertThat(server.ask()).isEqualTo(new Status.Running(told.id(), b.id(), "b"));
    bench.pass.run();
    assertThat(open()).containsExactly(told.id());
  }

  /** Goes red without the unique index. */
  @Test
  void ofTwoServersThatStartItAtOnceOneDoes() throws Exception {
    List<FakeNode> nodes = List.of(node("a", 4 * GIB), node("b", 4 * GIB));
    server.ask();
    CountDownLatch bothAreAtIt = new CountDownLatch(2);
    ExecutorService threads = Executors.newFixedThreadPool(2);
    List<Future<Boolean>> placed =
        nodes.stream().map(node -> threads.submit(() -> place(node, bothAreAtIt))).toList();
    assertThat(List.of(placed.get(0).get(), placed.get(1).get()))
        .containsExactlyInAnyOrder(true, false);
    threads.shutdown();
    assertThat(open()).hasSize(1);
  }

  /** As a server would that does not wait for the other's allocation pass. */
  private boolean place(FakeNode node, CountDownLatch bothAreAtIt) {
    return Boolean.TRUE.equals(
        bench.transaction.execute(
            status -> {
              boolean wanted = server.placeless().isPresent();
              bothAreAtIt.countDown();
              awaitQuietly(bothAreAtIt);
              return wanted && server.place(node.id());
            }));
  }

  @Test
  void itsMemoryIsItsNodesAndNobodyElseGetsIt() {
    FakeNode a = node("a", 4 * GIB);
    bench.addJob("job", 1);
    running(a);
    assertThat(bench.nodes.get(a.id()).used().memoryBytes()).isEqualTo(TAKES);
    UUID run = bench.submit("job");
    bench.pass.run();
    assertThat(bench.hasDriver(run)).as("driver and executor take 2,816 MiB").isFalse();
    assertThat(bench.nodes.get(a.id()).used().memoryBytes()).isEqualTo(TAKES);
    endIdle();
    bench.pass.run();
    assertThat(bench.hasDriver(run)).as("it is still there").isFalse();
    a.work();
    bench.pass.run();
    assertThat(bench.hasDriver(run)).isTrue();
  }

  @Test
  void itTakesNothingThatIsHeldForARunAndSaysWhyItWaits() {
    FakeNode a = node("a", 4 * GIB);
    bench.addJob("job", 1);
    UUID run = bench.submit("job");
    bench.pass.run();
    assertThat(bench.hasDriver(run)).isTrue();
    server.ask();
    bench.pass.run();
    assertThat(open()).as("what is free is held for the executor").isEmpty();
    assertThat(server.ask())
        .isInstanceOfSatisfying(
            Status.Waiting.class,
            waiting -> assertThat(waiting.why()).contains("takes 1408 MiB", "most free is 1280"));
    bench.runs.cancel(run, "ada");
    a.work();
    a.work();
    bench.pass.run();
    assertThat(open()).hasSize(1);
    assertThat(server.ask()).isEqualTo(new Status.Starting());
  }

  @Test
  void aNodeThatCannotShowItGetsNone() {
    bench.node("old", 8, 32 * GIB);
    server.ask();
    bench.pass.run();
    assertThat(server.ask())
        .isInstanceOfSatisfying(
            Status.Waiting.class, waiting -> assertThat(waiting.why()).contains("No node"));
    node("new", 4 * GIB);
    bench.pass.run();
    assertThat(open()).hasSize(1);
  }

  @Test
  void itEndsWhenNobodyHasAskedForLongAndAWishIsForgottenSoon() {
    FakeNode a = node("a", 4 * GIB);
    running(a);
    bench.ticks(599);
    bench.duty("history server");
    assertThat(told(a).stop()).isFalse();
    server.ask();
    bench.ticks(600);
    bench.duty("history server");
    assertThat(told(a).stop()).as("asked a while ago").isFalse();
    bench.ticks(1);
    bench.duty("history server");
    assertThat(told(a).stop()).isTrue();
    a.work();
    assertThat(open()).isEmpty();
    bench.pass.run();
    assertThat(open()).as("nobody asks").isEmpty();

    server.ask();
    bench.ticks(11);
    bench.pass.run();
    assertThat(open()).as("who asked has gone").isEmpty();
    running(a);
  }

  @Test
  void oneThatItsNodeWasNotToldOfEndsAtOnce() {
    node("a", 4 * GIB);
    server.ask();
    bench.pass.run();
    endIdle();
    assertThat(open()).isEmpty();
  }

  @Test
  void aDrainEndsItAndTheNextRequestStartsAnother() {
    FakeNode a = node("a", 8 * GIB);
    UUID first = running(a);
    FakeNode b = node("b", 4 * GIB);
    bench.part(Drains.class).drain(a.id(), new Drain.Order(null, Drain.Drivers.WAIT, null, false));
    assertThat(server.ask()).as("it is about to be ended").isEqualTo(new Status.Starting());
    bench.duty("history server");
    server.ask();
    bench.pass.run();
    assertThat(told(b).id()).isNotEqualTo(first);
    a.work();
    a.work();
    bench.duty("drains");
    assertThat(bench.nodes.get(a.id()).state()).isEqualTo(NodeState.DRAINED);
    assertThat(open()).containsExactly(told(b).id());
  }

  @Test
  void whenItsNodeFallsSilentAnotherStartsAndTheOldOneOwnsItsRoomUntilItIsGone() {
    FakeNode a = node("a", 8 * GIB);
    UUID first = running(a);
    FakeNode b = node("b", 4 * GIB);
    bench.ticks(21);
    b.report();
    bench.duty("unreachable nodes");
    bench.duty("history server");
    server.ask();
    bench.pass.run();
    b.work();
    UUID second = told(b).id();
    assertThat(open()).containsExactlyInAnyOrder(first, second);
    a.report();
    assertThat(told(a).stop()).as("it is back, and not needed").isTrue();
    bench.ticks(ClusterSettings.DEFAULTS.lostAfterTicks() + 1);
    b.report();
    bench.duty("unreachable nodes");
    bench.duty("lost processes");
    assertThat(open()).as("it must have stopped itself").containsExactly(second);
  }

  @Test
  void oneThatDiedIsStartedWithTheNextRequestUnlessItAlwaysDies() {
    FakeNode a = node("a", 4 * GIB);
    for (int i = 0; i < 3; i++) {
      die(a, running(a));
      assertThat(open()).isEmpty();
    }
    assertThat(server.ask())
        .isEqualTo(new Status.Failing(3, "a", "Exit code 3: it failed. It wrote last: oh"));
    bench.pass.run();
    assertThat(open()).as("a page that loads itself again does not keep it going").isEmpty();

    bench.jdbc.sql("update assignment set exited_at = exited_at - interval '61 seconds'").update();
    die(a, running(a));
    assertThat(server.ask()).isInstanceOf(Status.Failing.class);
    bench.jdbc.sql("update assignment set exited_at = exited_at - interval '10 minutes'").update();
    for (int i = 0; i < 3; i++) {
      running(a);
      endIdle();
      a.work();
    }
    assertThat(server.ask()).as("these were ordered").isEqualTo(new Status.Starting());
  }

  /** Goes red when memory alone decides. */
  @Test
  void oneThatDiedIsTriedOnAnotherNodeUnlessThatHasNoRoom() {
    FakeNode a = node("a", 8 * GIB);
    FakeNode b = node("b", 4 * GIB);
    die(a, running(a));
    die(b, running(b));
    UUID third = running(a);
    assertThat(open()).as("both are no better").containsExactly(third);
    bench.jdbc.sql("update assignment set exited_at = exited_at - interval '10 minutes'").update();
    die(a, third);
    bench.jdbc.sql("update node set memory_bytes = 1024 where name = 'b'").update();
    running(a);
  }

  private void die(FakeNode node, UUID process) {
    node.exit(
        process,
        new ProcessExit(3, ProcessExit.EXITED, "Exit code 3: it failed. It wrote last: oh"));
    node.report();
    node.work();
  }

  private FakeNode node(String name, long memoryBytes) {
    return history.node(name, memoryBytes);
  }

  private UUID running(FakeNode node) {
    return history.running(node);
  }

  private void endIdle() {
    bench.ticks(601);
    bench.duty("history server");
  }

  private List<UUID> open() {
    return history.open();
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
