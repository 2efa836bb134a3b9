package io.stoker.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.springframework.dao.DuplicateKeyException;

/**
 * The last guards, in statements and indexes, which the ones above them hide from every caller.
 * Each test goes red when its one guard is taken out.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class StatementGuardTest {
  private static final Reason REASON = new Reason("X", "x");

  private final Bench bench = Bench.start();
  private final AttemptStore attempts = bench.part(AttemptStore.class);

  @AfterAll
  void close() {
    bench.close();
  }

  /** I5: the unique index of live attempts. */
  @Test
  void aStepCannotHaveTwoLiveAttempts() {
    long fence = bench.running();

    assertThatThrownBy(
            () ->
                bench.inTransaction(() -> bench.queue.openAttempt(bench.runOf(fence), Bench.NODE)))
        .hasStackTraceContaining("attempt_live");
  }

  /** I6: the states in each {@code where}. */
  @Test
  void nothingIsWrittenForAnEndedAttempt() {
    long fence = bench.running();
    bench.driverExits(fence, 1);

    assertThat(attempts.started(fence, "spark://late", null, null)).isFalse();
    assertThat(attempts.changeExecutors(fence)).isFalse();
    assertThatThrownBy(() -> bench.inTransaction(() -> bench.queue.nextExecutorId(fence)))
        .hasStackTraceContaining("has ended");
  }

  /** I7: the state in the {@code where} of a move. */
  @Test
  void whatHasMovedMeanwhileIsNotMovedFromWhereItWas() {
    long fence = bench.running();
    Attempt attempt = bench.attempt(fence);
    Run run = bench.run(fence);
    bench.attempts.committing(fence);

    assertThat(attempts.move(attempt, AttemptState.FAILED, REASON)).isFalse();
    assertThat(bench.part(RunStore.class).move(run, RunState.FAILED, REASON, null)).isEmpty();
    assertThat(bench.attempt(fence).state()).isEqualTo(AttemptState.COMMITTING);
    assertThat(bench.run(fence).state()).isEqualTo(RunState.COMMITTING);
  }

  /** I7: the graph, asked before each move. */
  @Test
  void anIllegalMoveIsRefused() {
    long fence = bench.assigned();
    Run run = bench.run(fence);
    Lifecycle lifecycle = bench.part(Lifecycle.class);

    assertThatThrownBy(
            () ->
                bench.inTransaction(() -> lifecycle.move(run, RunState.SUCCEEDED, null, Map.of())))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("cannot become");
    assertThat(bench.run(fence).state()).isEqualTo(RunState.STARTING);
  }

  /** I9: the key of results. */
  @Test
  void aStepCannotHaveTwoResults() {
    long first = bench.running();
    bench.driverExits(first, 1);
    long second = bench.assign(bench.runOf(first));
    ResultStore results = bench.part(ResultStore.class);

    assertThatThrownBy(
            () ->
                bench.inTransaction(
                    () -> {
                      results.insert(bench.manifest(first));
                      results.insert(bench.manifest(second));
                    }))
        .isInstanceOf(DuplicateKeyException.class)
        .hasMessageContaining("result_pkey");
  }
}
