package io.stoker.cluster;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.stoker.run.Reason;
import io.stoker.run.Run;
import io.stoker.run.RunState;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A cancelled run ends when its nodes have nothing of it left, as far as that can be known. */
class EndingTest {
  private final ClusterBench bench = ClusterBench.start();
  private FakeNode first;
  private FakeNode second;
  private UUID run;

  @BeforeEach
  void aRunOnTwoNodes() {
    first = bench.node("a", 2, 32 * ClusterBench.GIB);
    second = bench.node("b", 2, 32 * ClusterBench.GIB);
    bench.addJob("delays", 2);
    run = bench.submit("delays");
    bench.pass.run();
  }

  @AfterEach
  void close() {
    bench.close();
  }

  private void startAll() {
    first.work();
    second.work();
    bench.ask(bench.fence(run), 1, 2);
    bench.pass.run();
    first.work();
    second.work();
    assertThat(first.running()).hasSizeGreaterThanOrEqualTo(1);
    assertThat(first.running().size() + second.running().size()).isEqualTo(3);
  }

  @Test
  void itEndsWhenTheLastNodeHasNothingLeft() {
    startAll();
    bench.runs.cancel(run, "ada");
    assertThat(seen().state()).isEqualTo(RunState.RUNNING);
    assertReason("CANCELLING", "driver on a", "executor-1 on", "executor-2 on");

    first.work(); // ended, and still there
    second.work();
    bench.duty("run-endings");
    assertThat(seen().state()).isEqualTo(RunState.RUNNING);
    first.work(); // not listed any more, and cleared
    bench.duty("run-endings");
    assertThat(seen().state()).isEqualTo(RunState.RUNNING);
    second.work();
    assertThat(seen().state()).isEqualTo(RunState.CANCELLED);
    assertThat(seen().reason()).isEqualTo(reason("CANCELLED", "Cancelled by ada."));
    assertThat(bench.nodes.get(first.id()).used().coresMilli()).isZero();
  }

  @Test
  void oneThatNoNodeHasHeardOfEndsAtOnce() {
    assertThat(bench.runs.cancel(run, "ada").state()).isEqualTo(RunState.CANCELLED);
    first.work();
    assertThat(first.running()).isEmpty();
  }

  @Test
  void oneWhoseDriverHasNotSpokenEndsLikeAnyOther() {
    first.work();
    second.work();
    bench.runs.cancel(run, "ada");
    assertThat(seen().state()).isEqualTo(RunState.STARTING);
    first.work();
    second.work();
    first.work();
    second.work();
    assertThat(seen().state()).isEqualTo(RunState.CANCELLED);
  }

  @Test
  void withoutProofItEndsInTimeAndSaysWhatIsNotProven() {
    startAll();
    bench.runs.cancel(run, "ada");
    first.work();
    first.work();
    bench.ticks(59);
    bench.duty("unreachable nodes");
    bench.duty("run-endings");
    assertThat(seen().state()).isEqualTo(RunState.RUNNING);
    bench.ticks(1);
    bench.duty("run-endings");
    assertThat(seen().state()).isEqualTo(RunState.CANCELLED);
    assertReason("CANCELLED", "Cancelled by ada.", "60 s", "on b (RUNNING, its node cannot be");
    assertThat(requireNonNull(seen().reason()).message()).doesNotContain(" on a ");
  }

  private Run seen() {
    return bench.runs.get(run).run();
  }

  private void assertReason(String code, String... words) {
    Reason reason = requireNonNull(seen().reason());
    assertThat(reason.code()).isEqualTo(code);
    assertThat(reason.message()).contains(words);
  }

  private static Reason reason(String code, String message) {
    return new Reason(code, message);
  }
}
