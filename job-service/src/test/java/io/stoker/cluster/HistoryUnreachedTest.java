package io.stoker.cluster;

import static io.stoker.cluster.ClusterBench.GIB;
import static io.stoker.cluster.HistoryBench.told;
import static org.assertj.core.api.Assertions.assertThat;

import io.stoker.cluster.HistoryServer.Status;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The history server runs, and something keeps servers from its node's port. */
class HistoryUnreachedTest {
  private static final String ADDRESS = "a.test:7755";

  private final ClusterBench bench = ClusterBench.start();
  private final HistoryBench history = new HistoryBench(bench);
  private final HistoryServer server = history.server();
  private final FakeNode a = history.node("a", 8 * GIB);
  private final UUID first = history.running(a);
  private final List<FakeNode> nodes = new ArrayList<>(List.of(a));

  @AfterEach
  void close() {
    bench.close();
  }

  @Test
  void afterThreeMissesAnotherNodeIsChosenAndStaysSo() {
    FakeNode b = other();
    miss(first, 2);
    assertThat(told(a).stop()).isFalse();
    miss(first, 1);
    assertThat(told(a).stop()).isTrue();
    assertThat(server.ask())
        .isInstanceOfSatisfying(
            Status.Waiting.class,
            waiting -> assertThat(waiting.why()).contains("node a", "no server reached", ADDRESS));
    a.work();
    UUID second = history.running(b);
    miss(second, 3);
    assertThat(told(b).stop()).as("a is no better").isFalse();

    history.listen(a);
    miss(second, 1);
    assertThat(told(b).stop()).as("the service of a was started anew").isTrue();
  }

  @Test
  void aNodeRestsForTenMinutes() {
    FakeNode b = other();
    miss(first, 3);
    a.work();
    history.running(b);
    bench.ticks(590);
    endAndAsk(b);
    assertThat(told(b).stop()).isFalse();
    bench.ticks(11);
    endAndAsk(b);
    assertThat(told(a).stop()).isFalse();
  }

  private void endAndAsk(FakeNode b) {
    bench.jdbc.sql("update history_server set asked_tick = null").update();
    look();
    b.work();
    b.work();
    server.ask();
    bench.pass.run();
  }

  /** Goes red when a success does not count. */
  @Test
  void oneServerThatDoesNotReachItDoesNotMoveItWhileAnotherDoes() {
    other();
    for (int i = 0; i < 5; i++) {
      miss(first, 2);
      server.reached();
    }
    assertThat(told(a).stop()).isFalse();
  }

  /** Goes red when each counts. */
  @Test
  void theRequestsOfOnePageAreOneMissAndWhatWasLongAgoIsNone() {
    other();
    for (int i = 0; i < 30; i++) {
      server.unreached(first, ADDRESS);
    }
    look();
    for (int i = 0; i < 4; i++) {
      bench.ticks(61);
      miss(first, 1);
    }
    assertThat(told(a).stop()).isFalse();
  }

  /** Goes red when it is not asked whether its node is heard. */
  @Test
  void aServiceThatIsNotHeardEitherMayJustBeStartedAgain() {
    FakeNode b = other();
    for (int i = 0; i < 3; i++) {
      server.unreached(first, ADDRESS);
      bench.ticks(5);
    }
    b.report();
    bench.duty("history server");
    assertThat(told(a).stop()).isFalse();
    a.report();
    bench.duty("history server");
    assertThat(told(a).stop()).as("it is, and nobody gets there").isTrue();
  }

  @Test
  void whereThereIsNoOtherItStays() {
    bench.node("old", 8, 32 * GIB);
    miss(first, 5);
    assertThat(told(a).stop()).isFalse();
    assertThat(server.ask()).isInstanceOf(Status.Running.class);
  }

  @Test
  void anOldOneThatIsNotReachedSaysNothingOfTheNext() {
    other();
    miss(UUID.randomUUID(), 5);
    assertThat(told(a).stop()).isFalse();
  }

  private FakeNode other() {
    FakeNode b = history.node("b", 4 * GIB);
    nodes.add(b);
    return b;
  }

  private void miss(UUID process, int times) {
    for (int i = 0; i < times; i++) {
      server.unreached(process, ADDRESS);
      look();
      bench.ticks(5);
    }
  }

  private void look() {
    nodes.forEach(FakeNode::report);
    bench.duty("history server");
  }
}
