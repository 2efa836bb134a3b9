package io.stoker.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stoker.error.ErrorCode;
import io.stoker.error.StokerException;
import io.stoker.idempotency.IdempotencyKey;
import io.stoker.job.ParameterType;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SubmissionTest {
  private static final IdempotencyKey KEY = new IdempotencyKey("ada runs", "monday");

  private final Bench bench = Bench.start();

  @AfterEach
  void close() {
    bench.close();
  }

  /** I3: the row stands when the caller is told so, with all that the run needs. */
  @Test
  void anAcceptedRunKeepsItsRevisionParametersAndSettings() {
    UUID id = bench.runs.submit("delays", Map.of("minDelay", 60), Bench.USER, null).id();
    try (Bench another = bench.anotherServer()) {
      Run run = another.runs.get(id).run();
      assertThat(run.state()).isEqualTo(RunState.QUEUED);
      assertThat(run.jobName()).isEqualTo("delays");
      assertThat(run.revision()).isEqualTo(1);
      assertThat(run.maxAttempts()).isEqualTo(3);
      assertThat(run.parameters())
          .containsEntry("minDelay", new Argument(ParameterType.INTEGER, "60"));
      assertThat(run.sparkConf())
          .containsEntry("spark.sql.shuffle.partitions", "8")
          .containsEntry("spark.executor.memory", "1024m")
          .containsEntry("spark.executor.instances", "2")
          .containsEntry("spark.authenticate", "true")
          .containsEntry("spark.sql.variable.substitute", "false")
          .doesNotContainKey("spark.master");
      assertThat(another.eventTypes(id)).containsExactly("RUN_QUEUED");
    }
  }

  @Test
  void anUnknownJobAWrongParameterAndTooLargeANeedAreRefused() {
    assertRefused(ErrorCode.NOT_FOUND, () -> bench.runs.submit("dellays", Map.of(), "ada", null));
    assertRefused(
        ErrorCode.VALIDATION_FAILED,
        () -> bench.runs.submit("delays", Map.of("minDelay", "much"), "ada", null));
    bench.capacity.tooSmall("needs 4 cores, the largest node has 2");
    assertRefused(ErrorCode.DOES_NOT_FIT, () -> bench.runs.submit("delays", Map.of(), "ada", null));
    assertThat(bench.runs.list(everything(), 10)).isEmpty();
  }

  /** I4, and it holds after the job has changed. */
  @Test
  void theSameKeyIsTheSameRunAndNeverAnotherRequest() {
    UUID first = bench.runs.submit("delays", Map.of("minDelay", 60), "ada", KEY).id();
    bench.capacity.tooSmall("the cluster has shrunk since");
    assertThat(bench.runs.submit("delays", Map.of("minDelay", 60), "ada", KEY).id())
        .isEqualTo(first);
    assertRefused(
        ErrorCode.IDEMPOTENCY_KEY_REUSED,
        () -> bench.runs.submit("delays", Map.of("minDelay", 61), "ada", KEY));
    bench.addJob("other", 1, Duration.ZERO);
    assertRefused(
        ErrorCode.IDEMPOTENCY_KEY_REUSED,
        () -> bench.runs.submit("other", Map.of("minDelay", 60), "ada", KEY));
    assertThat(bench.runs.list(everything(), 10)).hasSize(1);
  }

  /** I4 under a race: goes red without the key's primary key and the rollback of the loser. */
  @Test
  void repeatsAtTheSameMomentBecomeOneRun() {
    Callable<UUID> submit = () -> bench.runs.submit("delays", Map.of(), "ada", KEY).id();
    List<Object> ids = Bench.race(Collections.nCopies(8, submit));
    assertThat(ids).doesNotHaveAnyElementsOfTypes(Throwable.class);
    assertThat(Collections.frequency(ids, ids.get(0))).isEqualTo(8);
    assertThat(bench.runs.list(everything(), 10)).hasSize(1);
  }

  @Test
  void listsAreNewestFirstFilteredAndPaged() {
    UUID first = bench.submit();
    UUID second = bench.submit();
    bench.addJob("other", 1, Duration.ZERO);
    UUID other = bench.runs.submit("other", Map.of(), "ada", null).id();
    bench.runs.cancel(first, "ada");

    assertThat(ids(everything())).containsExactly(other, second, first);
    assertThat(ids(new RunFilter(null, "delays", null, Set.of(), null)))
        .containsExactly(second, first);
    UUID job = bench.runs.get(other).run().jobId();
    assertThat(ids(new RunFilter(job, null, null, Set.of(), null))).containsExactly(other);
    assertThat(
            ids(new RunFilter(null, null, null, Set.of(RunState.CANCELLED, RunState.FAILED), null)))
        .containsExactly(first);
    assertThat(ids(new RunFilter(null, null, null, Set.of(), second))).containsExactly(first);
    assertThat(bench.runs.list(everything(), 2)).hasSize(2);
  }

  private List<UUID> ids(RunFilter filter) {
    return bench.runs.list(filter, 10).stream().map(details -> details.run().id()).toList();
  }

  private static RunFilter everything() {
    return new RunFilter(null, null, null, Set.of(), null);
  }

  private static void assertRefused(ErrorCode code, ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(StokerException.class, e -> assertThat(e.code()).isEqualTo(code));
  }
}
