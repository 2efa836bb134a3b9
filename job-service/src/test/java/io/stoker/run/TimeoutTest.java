package io.stoker.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.stoker.job.JobSpec;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TimeoutTest {
  private static final int TIMEOUT = 60;

  private final Bench bench = Bench.start();

  @BeforeEach
  void addJob() {
    bench.addJob(
        "bounded",
        3,
        Duration.ofHours(1),
        Duration.ofSeconds(TIMEOUT),
        JobSpec.Concurrency.ALLOWED);
  }

  @AfterEach
  void close() {
    bench.close();
  }

  @Test
  void aRunThatTakesTooLongIsEndedWithItsProcesses() {
    long fence = running();
    bench.jdbc.sql("update assignment set state = 'RUNNING', offered_tick = 0").update();
    bench.ticks(TIMEOUT - 1);
    bench.timeouts.run();
    assertThat(bench.run(fence).reason()).isNull();
    bench.ticks(1);
    bench.timeouts.run();
    bench.timeouts.run();
    assertThat(bench.attempt(fence).state()).isEqualTo(AttemptState.CANCELLED);
    assertThat(bench.run(fence).reason()).extracting(Reason::code).isEqualTo(Reason.TIMING_OUT);
    assertThat(bench.attempts.commit(fence, bench.manifest(fence))).isFalse();
    assertThat(bench.jdbc.sql("select desired from assignment").query(String.class).list())
        .containsOnly("STOP");

    bench.nodeHasNothingLeftOf(fence);
    bench.endings.run();
    Run run = bench.run(fence);
    assertThat(run.state()).isEqualTo(RunState.TIMED_OUT);
    assertThat(run.reason()).extracting(Reason::code).isEqualTo(Reason.TIMED_OUT);
    assertThat(run.reason()).extracting(Reason::message).asString().contains("timeout of PT1M");
    assertThat(bench.eventTypes(run.id())).endsWith("RUN_ENDING", "RUN_TIMED_OUT");
  }

  @Test
  void theTimeCountsOverAttemptsAndThePausesBetweenThem() {
    UUID run = submit();
    bench.ticks(1000);
    bench.timeouts.run();
    assertThat(state(run)).as("it has not begun").isEqualTo(RunState.QUEUED);

    long fence = bench.assign(run);
    bench.ticks(TIMEOUT / 2);
    bench.driverExits(fence, 1);
    assertThat(state(run)).isEqualTo(RunState.RETRY_WAIT);
    bench.jdbc.sql("update run set next_attempt_at = clock_timestamp()").update();
    bench.driverExits(bench.assign(run), 1);
    bench.ticks(TIMEOUT / 2);
    bench.timeouts.run();
    assertThat(state(run)).isEqualTo(RunState.TIMED_OUT);
    assertThat(bench.inTransaction(() -> bench.queue.waiting(10))).isEmpty();
  }

  @Test
  void aRunWithoutATimeoutTakesAsLongAsItLikes() {
    long fence = bench.running();
    bench.ticks(1_000_000_000);
    bench.timeouts.run();
    assertThat(bench.run(fence).state()).isEqualTo(RunState.RUNNING);
  }

  /** I11 for timeouts: never a result of a run that has timed out, and never neither. */
  @Test
  void aTimeoutAndACommitAreOneAfterTheOther() {
    try (Bench other = bench.anotherServer()) {
      for (int round = 0; round < 20; round++) {
        long fence = running();
        Manifest manifest = bench.manifest(fence);
        bench.ticks(TIMEOUT);
        List<Object> outcomes =
            Bench.race(
                List.of(
                    () -> bench.attempts.commit(fence, manifest),
                    () -> run(bench.timeouts),
                    () -> run(other.timeouts)));
        assertThat(outcomes).doesNotHaveAnyElementsOfTypes(RuntimeException.class);
        boolean committed = (boolean) outcomes.get(0);
        Run run = bench.run(fence);
        assertThat(bench.runs.result(run.id()).isPresent()).isEqualTo(committed);
        assertThat(run.state()).isEqualTo(committed ? RunState.SUCCEEDED : RunState.TIMED_OUT);
      }
    }
  }

  private static boolean run(TimeoutDuty duty) {
    duty.run();
    return true;
  }

  private UUID submit() {
    return bench.runs.submit("bounded", Map.of(), Bench.USER, null).id();
  }

  private long running() {
    long fence = bench.assign(submit());
    bench.attempts.started(fence, "spark://d", null);
    return fence;
  }

  private RunState state(UUID run) {
    return bench.runs.get(run).run().state();
  }
}
