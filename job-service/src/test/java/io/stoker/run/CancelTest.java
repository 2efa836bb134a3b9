package io.stoker.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stoker.error.ErrorCode;
import io.stoker.error.StokerException;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CancelTest {
  private final Bench bench = Bench.start();

  @AfterAll
  void close() {
    bench.close();
  }

  @Test
  void aWaitingRunIsCancelledForEver() {
    UUID run = bench.submit();
    assertThat(bench.runs.cancel(run, Bench.USER).state()).isEqualTo(RunState.CANCELLED);
    assertThat(bench.runs.cancel(run, "bob").reason())
        .isEqualTo(new Reason(Reason.CANCELLED, "Cancelled by ada."));
    assertThat(bench.inTransaction(() -> bench.queue.waiting(10))).isEmpty();
    assertThat(bench.eventTypes(run)).containsExactly("RUN_QUEUED", "RUN_CANCELLED");
  }

  @Test
  void theProcessesOfARunningOneAreOrderedToStop() {
    long fence = bench.runningOnItsNode();
    UUID run = bench.runOf(fence);
    Run cancelled = bench.runs.cancel(run, Bench.USER);
    assertThat(cancelled.state()).isEqualTo(RunState.RUNNING);
    assertThat(cancelled.reason())
        .satisfies(reason -> assertThat(reason.code()).isEqualTo(Reason.CANCELLING))
        .satisfies(reason -> assertThat(reason.message()).contains("driver on n1"));
    assertThat(bench.runs.cancel(run, "bob")).isEqualTo(cancelled);
    assertThat(bench.attempt(fence).state()).isEqualTo(AttemptState.CANCELLED);
    assertThat(
            bench
                .jdbc
                .sql("select desired from assignment where fence = :fence")
                .param("fence", fence)
                .query(String.class)
                .list())
        .isEqualTo(List.of("STOP"));
    assertThat(bench.attempts.commit(fence, bench.manifest(fence))).isFalse();
    bench.driverExits(fence, 143);
    bench.endings.run();
    assertThat(bench.run(fence).state()).isEqualTo(RunState.RUNNING);
    bench.nodeHasNothingLeftOf(fence);
    bench.endings.run();
    assertThat(bench.run(fence).state()).isEqualTo(RunState.CANCELLED);
    assertThat(bench.run(fence).reason())
        .isEqualTo(new Reason(Reason.CANCELLED, "Cancelled by ada."));
    assertThat(bench.eventTypes(run)).endsWith("RUN_RUNNING", "RUN_ENDING", "RUN_CANCELLED");
  }

  /** I15: two servers look at an ending run at once, and nobody at one that is over. */
  @Test
  void theEndIsOneHoweverManyLook() {
    long fence = bench.runningOnItsNode();
    UUID run = bench.runOf(fence);
    bench.runs.cancel(run, Bench.USER);
    bench.nodeHasNothingLeftOf(fence);
    try (Bench other = bench.anotherServer()) {
      Callable<Boolean> look = () -> look(bench);
      Callable<Boolean> otherLook = () -> look(other);
      assertThat(Bench.race(List.of(look, otherLook, look, otherLook))).containsOnly(true);
    }
    assertThat(bench.eventTypes(run)).filteredOn("RUN_CANCELLED"::equals).hasSize(1);
  }

  private static boolean look(Bench server) {
    server.endings.run();
    return true;
  }

  @Test
  void aRunThatHasEndedOtherwiseStaysAsItIs() {
    long fence = bench.running();
    bench.attempts.commit(fence, bench.manifest(fence));
    assertThatThrownBy(() -> bench.runs.cancel(bench.runOf(fence), Bench.USER))
        .isInstanceOfSatisfying(
            StokerException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.CONFLICT));
    assertThatThrownBy(() -> bench.runs.cancel(UUID.randomUUID(), Bench.USER))
        .isInstanceOfSatisfying(
            StokerException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.NOT_FOUND));
  }
}
