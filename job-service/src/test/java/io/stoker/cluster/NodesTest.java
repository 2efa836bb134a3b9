package io.stoker.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stoker.error.ErrorCode;
import io.stoker.error.StokerException;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class NodesTest {
  private static final long MEMORY = 8 * ClusterBench.GIB;

  private final ClusterBench bench = ClusterBench.start();

  @AfterEach
  void close() {
    bench.close();
  }

  @Test
  void aSingleUseTokenLetsOneOfManyMachinesJoin() throws Exception {
    UUID token = bench.token("SINGLE_USE");
    ExecutorService threads = Executors.newFixedThreadPool(4);
    List<Callable<Boolean>> joins =
        List.of(
            () -> joins(token, "a"),
            () -> joins(token, "b"),
            () -> joins(token, "c"),
            () -> joins(token, "d"));
    int joined = 0;
    for (Future<Boolean> join : threads.invokeAll(joins)) {
      joined += join.get() ? 1 : 0;
    }
    threads.shutdown();
    assertThat(joined).isOne();
    assertThat(bench.nodes.list(null, 10)).hasSize(1);
  }

  @Test
  void anExpiredTokenLetsNobodyJoin() {
    UUID token = bench.token("BOOTSTRAP");
    bench.jdbc.sql("update join_token set expires_at = clock_timestamp()").update();
    assertRefused(ErrorCode.UNAUTHENTICATED, () -> bench.nodes.join(token, facts("a", "boot")));
    assertThat(bench.nodes.list(null, 10)).isEmpty();
  }

  @Test
  void aBootstrapTokenLetsManyJoinUnderNamesOfTheirOwn() {
    UUID token = bench.token("BOOTSTRAP");
    bench.nodes.join(token, facts("a", "boot"));
    bench.nodes.join(token, facts("b", "boot"));
    assertRefused(ErrorCode.ALREADY_EXISTS, () -> bench.nodes.join(token, facts("b", "boot")));
    assertThat(bench.nodes.list(null, 10)).hasSize(2);
  }

  @Test
  void aSilentNodeIsReplacedByItsOwnMachineOnly() {
    UUID token = bench.token("BOOTSTRAP");
    UUID old = bench.node("a", 2, MEMORY).id();
    silence();
    assertRefused(ErrorCode.ALREADY_EXISTS, () -> bench.nodes.join(token, facts("a", "other")));
    UUID single = bench.token("SINGLE_USE");
    assertRefused(ErrorCode.ALREADY_EXISTS, () -> bench.nodes.join(single, facts("a", "boot-1")));
    bench.nodes.join(token, facts("a", "boot-1"));
    assertThat(bench.nodes.get(old).state()).isEqualTo(NodeState.REMOVED);
  }

  @Test
  void aLaterRegistrationMakesTheEarlierEpochVoid() {
    FakeNode node = bench.node("a", 2, MEMORY);
    long old = node.epoch();
    node.register();
    assertThat(node.epoch()).isGreaterThan(old);
    assertRefused(ErrorCode.FENCED, () -> node.report(old, 99));
    assertRefused(
        ErrorCode.FENCED, () -> bench.work.await(node.id(), old, -1, java.time.Duration.ZERO));
    node.report();
  }

  @Test
  void silenceMakesANodeUnreachableAndAReportReadyAgain() {
    FakeNode node = bench.node("a", 2, MEMORY);
    bench.ticks(20);
    assertThat(bench.nodeStore.markUnreachable(20)).isEmpty();
    bench.ticks(1);
    assertThat(bench.nodeStore.markUnreachable(20)).containsExactly("a");
    assertThat(bench.nodeStore.markUnreachable(20)).isEmpty();
    assertThat(bench.nodes.get(node.id()).state()).isEqualTo(NodeState.UNREACHABLE);
    node.report();
    assertThat(bench.nodes.get(node.id()).state()).isEqualTo(NodeState.READY);
  }

  @Test
  void onlyASilentNodeCanBeRemovedAndIsFencedThen() {
    FakeNode node = bench.node("a", 2, MEMORY);
    assertRefused(ErrorCode.CONFLICT, () -> bench.nodes.remove(node.id()));
    silence();
    bench.nodes.remove(node.id());
    assertRefused(ErrorCode.FENCED, node::report);
    assertRefused(ErrorCode.FENCED, node::register);
    assertThat(bench.nodes.list(null, 10)).isEmpty();
  }

  @Test
  void everyWrongFieldOfADescriptionIsNamed() {
    NodeFacts wrong = new NodeFacts("No Name", "", "", 0, -1, java.util.Map.of(), 17, "4", "d");
    assertThatThrownBy(() -> bench.nodes.join(bench.token("BOOTSTRAP"), wrong))
        .isInstanceOfSatisfying(
            StokerException.class,
            e ->
                assertThat(e.violations())
                    .extracting(violation -> violation.pointer())
                    .containsExactly("/name", "/host", "/bootId", "/coresMilli", "/memoryBytes"));
  }

  private boolean joins(UUID token, String name) {
    try {
      bench.nodes.join(token, facts(name, "boot"));
      return true;
    } catch (StokerException e) {
      assertThat(e.code()).isEqualTo(ErrorCode.UNAUTHENTICATED);
      return false;
    }
  }

  private void silence() {
    bench.ticks(21);
    bench.nodeStore.markUnreachable(20);
  }

  private static NodeFacts facts(String name, String bootId) {
    return FakeNode.facts(name, bootId, 2, MEMORY);
  }

  private static void assertRefused(ErrorCode code, ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(StokerException.class, e -> assertThat(e.code()).isEqualTo(code));
  }
}
