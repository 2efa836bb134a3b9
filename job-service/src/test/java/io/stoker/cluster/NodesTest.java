package io.stoker.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stoker.access.Token;
import io.stoker.error.ErrorCode;
import io.stoker.error.StokerException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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

  /** A machine that did not hear the answer asks again, maybe twice at once. */
  @ParameterizedTest
  @ValueSource(strings = {"SINGLE_USE", "BOOTSTRAP"})
  void theSameCredentialWithTheSameTokenIsTheSameNode(String kind) throws Exception {
    UUID token = bench.token(kind);
    Token credential = Token.random(Token.Kind.NODE);
    Callable<UUID> join = () -> bench.nodes.join(token, facts("a", "boot"), credential);
    ExecutorService threads = Executors.newFixedThreadPool(4);
    Set<UUID> ids = new HashSet<>();
    for (Future<UUID> asked : threads.invokeAll(List.of(join, join, join, join))) {
      ids.add(asked.get());
    }
    threads.shutdown();
    ids.add(join.call());
    assertThat(ids).hasSize(1);
    assertThat(bench.nodes.list(null, 10)).extracting(Node::id).containsExactlyElementsOf(ids);
  }

  @Test
  void aCredentialIsNoNodeWithTheTokenOfAnother() {
    Token credential = Token.random(Token.Kind.NODE);
    bench.nodes.join(bench.token("SINGLE_USE"), facts("a", "boot"), credential);
    UUID other = bench.token("SINGLE_USE");
    assertRefused(
        ErrorCode.ALREADY_EXISTS, () -> bench.nodes.join(other, facts("a", "boot"), credential));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "stn_short", "stj_0123456789012345678901234567890123456789012"})
  void aCredentialThatIsEasyToGuessIsRefused(String text) {
    UUID token = bench.token("SINGLE_USE");
    assertThatThrownBy(() -> bench.nodes.join(token, facts("a", "boot"), new Token(text)))
        .isInstanceOfSatisfying(
            StokerException.class,
            e ->
                assertThat(e.violations())
                    .extracting(violation -> violation.pointer())
                    .containsExactly("/credential"));
  }

  @Test
  void anExpiredTokenLetsNobodyJoin() {
    UUID token = bench.token("BOOTSTRAP");
    bench.jdbc.sql("update join_token set expires_at = clock_timestamp()").update();
    assertRefused(ErrorCode.UNAUTHENTICATED, () -> join(token, facts("a", "boot")));
    assertThat(bench.nodes.list(null, 10)).isEmpty();
  }

  @Test
  void aBootstrapTokenLetsManyJoinUnderNamesOfTheirOwn() {
    UUID token = bench.token("BOOTSTRAP");
    join(token, facts("a", "boot"));
    join(token, facts("b", "boot"));
    assertRefused(ErrorCode.ALREADY_EXISTS, () -> join(token, facts("b", "boot")));
    assertThat(bench.nodes.list(null, 10)).hasSize(2);
  }

  @Test
  void aSilentNodeIsReplacedByItsOwnMachineOnly() {
    UUID token = bench.token("BOOTSTRAP");
    UUID old = bench.node("a", 2, MEMORY).id();
    silence();
    assertRefused(ErrorCode.ALREADY_EXISTS, () -> join(token, facts("a", "other")));
    UUID single = bench.token("SINGLE_USE");
    assertRefused(ErrorCode.ALREADY_EXISTS, () -> join(single, facts("a", "boot-1")));
    join(token, facts("a", "boot-1"));
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
    NodeFacts wrong =
        new NodeFacts(
            "No Name",
            "",
            "",
            "h\n",
            0,
            -1,
            java.util.Map.of(),
            17,
            "4",
            "d",
            "HOPED",
            NodePython.UNSAID);
    assertThatThrownBy(() -> join(bench.token("BOOTSTRAP"), wrong))
        .isInstanceOfSatisfying(
            StokerException.class,
            e ->
                assertThat(e.violations())
                    .extracting(violation -> violation.pointer())
                    .containsExactly(
                        "/node/name",
                        "/node/host",
                        "/node/bootId",
                        "/node/homeId",
                        "/node/coresMilli",
                        "/node/memoryBytes",
                        "/node/memoryEnforcement"));
  }

  private UUID join(UUID token, NodeFacts facts) {
    return bench.nodes.join(token, facts, Token.random(Token.Kind.NODE));
  }

  private boolean joins(UUID token, String name) {
    try {
      join(token, facts(name, "boot"));
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
