package io.stoker.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stoker.error.ErrorCode;
import io.stoker.error.StokerException;
import java.util.List;
import java.util.UUID;
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
    long fence = bench.running();
    UUID run = bench.runOf(fence);
    bench.jdbc.sql("update assignment set state = 'RUNNING', offered_tick = 0").update();
    bench.runs.cancel(run, Bench.USER);
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
    assertThat(bench.run(fence).state()).isEqualTo(RunState.CANCELLED);
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
