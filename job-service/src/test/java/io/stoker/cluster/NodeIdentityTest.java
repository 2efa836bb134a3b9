package io.stoker.cluster;

import static io.stoker.cluster.AssignmentState.LOST;
import static io.stoker.cluster.AssignmentState.RUNNING;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stoker.access.Token;
import io.stoker.error.ErrorCode;
import io.stoker.error.StokerException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.assertj.core.api.AbstractThrowableAssert;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A node at work, and others who speak as it or come to its address. */
class NodeIdentityTest {
  private static final String HOST = "a.test";
  private static final String BOOT = "boot-1";
  private static final String HOME = "home-of-a";

  private final ClusterBench bench = ClusterBench.start();
  private FakeNode node;
  private long fence;

  @BeforeEach
  void aDriverAndTwoExecutorsRunOnIt() {
    node = bench.node("a", 8, 32 * ClusterBench.GIB);
    bench.addJob("delays", 2);
    UUID run = bench.submit("delays");
    bench.pass.run();
    fence = bench.fence(run);
    bench.ask(fence, 1, 2);
    bench.pass.run();
    node.work();
  }

  @AfterEach
  void close() {
    bench.close();
  }

  private record Copy(
      String how, String host, String boot, @Nullable String home, ErrorCode refusal) {
    @Override
    public String toString() {
      return how;
    }
  }

  static Stream<Copy> copies() {
    ErrorCode inUse = ErrorCode.NODE_IDENTITY_IN_USE;
    return Stream.of(
        new Copy("another name", "b.test", "boot-2", HOME, ErrorCode.CONFLICT),
        new Copy("another machine", "b.test", "boot-2", "home-of-b", inUse),
        new Copy("a copied disk in another machine", "b.test", "boot-2", HOME, inUse),
        new Copy("another machine of an older version", "b.test", "boot-2", null, inUse),
        new Copy("a restart that nobody can tell from a copy", HOST, "boot-2", HOME, inUse),
        new Copy("a copied home on its machine", HOST, BOOT, "copy", inUse));
  }

  @ParameterizedTest
  @MethodSource("copies")
  void aCopyIsRefusedAndChangesNothing(Copy copy) {
    String name = copy.refusal() == ErrorCode.CONFLICT ? "b" : "a";
    List<Object> before = row();
    bench.ticks(20);
    refused(copy.refusal(), () -> register(name, copy.host(), copy.boot(), copy.home()))
        .hasMessageContaining("delete identity.json in the copy");
    assertThat(row()).isEqualTo(before);
    assertThat(states()).containsOnly(RUNNING);
    node.report();
    assertThat(states()).containsOnly(RUNNING);
  }

  @Test
  void itsServiceIsLetInAtOnce() {
    long epoch = node.epoch();
    assertThat(register("a", HOST, BOOT, HOME)).isEqualTo(epoch + 1);
    assertThat(states()).containsOnly(RUNNING);
  }

  /** Older services do not say which home is theirs. */
  @Test
  void anOlderServiceIsKnownByItsBootAndSoIsTheNextNewerOne() {
    register("a", HOST, BOOT, null);
    register("a", HOST, BOOT, "any");
    refused(ErrorCode.NODE_IDENTITY_IN_USE, () -> register("a", HOST, BOOT, HOME));
    assertThat(states()).containsOnly(RUNNING);
  }

  @Test
  void aMachineThatWasRestartedIsLetInWhenItsFormerBootIsSilent() {
    bench.ticks(21);
    register("a", HOST, "boot-2", HOME);
    assertThat(states()).containsOnly(LOST);
    assertThat(bench.assignments.driver(fence).orElseThrow().exitCause())
        .isEqualTo(ProcessExit.NODE_LOST);
  }

  /** Its processes may live: the first report says so. */
  @Test
  void aHomeThatWasMovedIsLetInWhenTheFormerOneIsSilent() {
    bench.ticks(21);
    register("a", HOST, BOOT, "moved");
    assertThat(states()).containsOnly(RUNNING);
    refused(ErrorCode.FENCED, node::report);
    refused(ErrorCode.NODE_IDENTITY_IN_USE, node::register);
  }

  /** Goes red without the lock of the node's row: it has seen the node silent then. */
  @Test
  void whoComesWhileAnotherIsLetInAfterASilenceSeesIt() {
    bench.ticks(21);
    assertThat(
            whileOpen(
                () -> register("a", HOST, "boot-of-copy-1", HOME),
                ErrorCode.NODE_IDENTITY_IN_USE,
                () -> register("a", HOST, "boot-of-copy-2", HOME)))
        .succeedsWithin(Duration.ofSeconds(30))
        .isEqualTo(false);
  }

  /** Goes red without the epoch in that statement: the node may have started them once more. */
  @Test
  void whatWasSentAgainUnderALaterEpochIsNotLostByTheRestart() {
    List<ReportStore.Open> ended = bench.lost.openOn(node.id());
    node.register();
    bench.lost.onRebooted(ended, node.epoch() - 1);
    assertThat(states()).containsOnly(RUNNING);
    bench.lost.onRebooted(ended, node.epoch());
    assertThat(states()).containsOnly(LOST);
  }

  @Test
  void anAddressIsOneNodesAsLongAsThatIsHeard() {
    UUID token = bench.token("SINGLE_USE");
    refused(ErrorCode.NODE_HOST_IN_USE, () -> join(token, "b", "A.test"))
        .hasMessageContaining("is the host of node a")
        .isInstanceOfSatisfying(
            StokerException.class,
            e -> assertThat(e.violations()).extracting("pointer").containsExactly("/node/host"));
    FakeNode other = bench.node("c", 1, ClusterBench.GIB);
    refused(
        ErrorCode.NODE_HOST_IN_USE,
        () -> bench.nodes.register(other.id(), other.copied("c", HOST, BOOT, "home-of-c")));
    bench.ticks(21);
    join(token, "b", HOST);
  }

  /** Goes red when only who comes from elsewhere is checked. */
  @Test
  void whoComesBackIsNotLetInBesideWhoHasComeMeanwhileUnlessItWouldLoseProcesses() {
    bench.ticks(21);
    FakeNode other = bench.node("c", 1, ClusterBench.GIB);
    bench.jdbc.sql("update node set host = 'a.test'").update();
    long epoch = register("a", HOST, BOOT, HOME);
    assertThat(states()).containsOnly(RUNNING);
    bench.ticks(21);
    other.report();
    bench.jdbc.sql("update assignment set state = 'EXITED'").update();
    refused(ErrorCode.NODE_HOST_IN_USE, () -> register("a", HOST, BOOT, HOME))
        .hasMessageContaining("is the host of node c");
    bench.ticks(21);
    assertThat(register("a", HOST, BOOT, HOME)).as("c has gone").isEqualTo(epoch + 1);
  }

  /** They have joined before that was refused: an upgrade of the server ends none of their runs. */
  @Test
  void nodesThatShareAnAddressAlreadyAreLetIn() {
    FakeNode other = bench.node("c", 1, ClusterBench.GIB);
    bench.jdbc.sql("update node set host = 'a.test'").update();
    assertThat(bench.nodes.register(other.id(), other.copied("c", HOST, BOOT, "home-of-c")))
        .isGreaterThan(other.epoch());
  }

  /** Goes red without the lock of the address: it finds it free then. */
  @Test
  void whoComesToAnAddressWhileAnotherDoesSeesIt() {
    UUID token = bench.token("BOOTSTRAP");
    assertThat(
            whileOpen(
                () -> join(token, "new-1", "new.test"),
                ErrorCode.NODE_HOST_IN_USE,
                () -> join(token, "new-2", "new.test")))
        .succeedsWithin(Duration.ofSeconds(30))
        .isEqualTo(false);
  }

  /** Begins the second call while the transaction of the first is open: is it let in? */
  private CompletableFuture<Boolean> whileOpen(
      Runnable first, ErrorCode otherwise, ThrowingCallable second) {
    return Objects.requireNonNull(
        bench.transaction.execute(
            status -> {
              first.run();
              var other = CompletableFuture.supplyAsync(() -> lets(otherwise, second));
              bench.awaitLockWaiter();
              return other;
            }));
  }

  private long register(String name, String host, String boot, @Nullable String home) {
    return bench.nodes.register(node.id(), node.copied(name, host, boot, home));
  }

  private void join(UUID token, String name, String host) {
    bench.nodes.join(
        token, node.copied(name, host, "boot-of-" + name, null), Token.random(Token.Kind.NODE));
  }

  private static boolean lets(ErrorCode otherwise, ThrowingCallable call) {
    try {
      call.call();
      return true;
    } catch (StokerException e) {
      assertThat(e.code()).isEqualTo(otherwise);
      return false;
    } catch (Throwable e) {
      throw new IllegalStateException(e);
    }
  }

  private List<AssignmentState> states() {
    return Stream.concat(
            bench.assignments.driver(fence).stream().map(DriverProcess::state),
            bench.assignments.executors(fence).stream().map(ExecutorProcess::state))
        .toList();
  }

  private List<Object> row() {
    Node known = bench.nodes.get(node.id());
    return List.of(known.facts(), known.epoch(), known.state());
  }

  private static AbstractThrowableAssert<?, ? extends Throwable> refused(
      ErrorCode code, ThrowingCallable call) {
    return assertThatThrownBy(call)
        .isInstanceOfSatisfying(StokerException.class, e -> assertThat(e.code()).isEqualTo(code));
  }
}
