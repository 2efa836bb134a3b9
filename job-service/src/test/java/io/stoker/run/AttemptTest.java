package io.stoker.run;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stoker.cluster.TaskCounts;
import io.stoker.error.ErrorCode;
import io.stoker.error.StokerException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AttemptTest {
  private static final Reason FAILURE = new Reason("INPUT_NOT_FOUND", "There is no file x.");

  private final Bench bench = Bench.start();

  @AfterAll
  void close() {
    bench.close();
  }

  @Test
  void aDriversWayToItsResult() {
    UUID run = bench.submit();
    long fence = bench.assign(run);
    bench.driverStarts(fence);
    bench.attempts.started(fence, "spark://d", null);
    bench.attempts.progress(fence, 1, Bench.progress(4), Map.of(1, new TaskCounts(true, 2, 4, 0)));
    bench.attempts.committing(fence);
    assertThat(bench.run(fence).state()).isEqualTo(RunState.COMMITTING);
    assertThat(bench.runs.result(run)).isEmpty();

    assertThat(bench.attempts.commit(fence, bench.manifest(fence))).isTrue();

    assertThat(bench.run(fence).state()).isEqualTo(RunState.SUCCEEDED);
    assertThat(bench.runs.result(run).orElseThrow().manifest()).isEqualTo(bench.manifest(fence));
    Attempt attempt = bench.attempt(fence);
    assertThat(attempt.state()).isEqualTo(AttemptState.COMMITTED);
    assertThat(attempt.progress()).isEqualTo(Bench.progress(4));
    assertThat(
            List.of(
                attempt.createdAt(),
                attempt.driverStartedAt(),
                attempt.readyAt(),
                attempt.firstExecutorAt(),
                attempt.committingAt(),
                attempt.finishedAt()))
        .doesNotContainNull()
        .isSorted();
    assertThat(bench.eventTypes(run))
        .containsExactly(
            "RUN_QUEUED",
            "RUN_STARTING",
            "DRIVER_STARTED",
            "RUN_RUNNING",
            "RUN_COMMITTING",
            "RUN_SUCCEEDED");
  }

  @Test
  void executorsOfAnotherMasterAreKeptAsTheirDriverTellsOfThem() {
    long fence = bench.running();
    ForeignExecutor executor =
        new ForeignExecutor(
            0, "worker-1", 2, new TaskCounts(true, 1, 3, 0), Instant.ofEpochSecond(5), null, null);
    bench.attempts.progress(fence, 7, Bench.progress(3), Map.of(), List.of(executor));
    assertThat(bench.attempts.progress(fence, 6, Bench.progress(1), Map.of(), List.of())).isTrue();
    assertThat(bench.attempt(fence).foreignExecutors()).containsExactly(executor);
  }

  /** A quick job may have done its work before its driver's first picture arrives. */
  @Test
  void theLastPictureComesBeforeTheCommitAndStays() {
    long fence = bench.running();
    Map<Integer, TaskCounts> counts = Map.of(1, new TaskCounts(true, 0, 9, 0));
    bench.attempts.committing(fence);
    bench.attempts.progress(fence, 1, Bench.progress(10), counts);
    bench.attempts.commit(fence, bench.manifest(fence));
    assertThat(bench.attempts.progress(fence, 2, Bench.progress(3), Map.of())).isTrue();
    Attempt attempt = bench.attempt(fence);
    assertThat(attempt.progress()).isEqualTo(Bench.progress(10));
    assertThat(attempt.firstExecutorAt()).isEqualTo(attempt.committingAt());
  }

  /** Calls may overtake a node's report, and a repeat does no harm. */
  @Test
  void aDriverMaySpeakBeforeItsNodeAndTwice() {
    long fence = bench.assigned();
    assertThat(bench.attempts.started(fence, "spark://d", null)).isTrue();
    assertThat(bench.attempts.started(fence, "spark://d", null)).isTrue();
    bench.driverStarts(fence);
    assertThat(bench.run(fence).state()).isEqualTo(RunState.RUNNING);
    assertThat(bench.attempts.committing(fence)).isTrue();
    assertThat(bench.attempts.committing(fence)).isTrue();
    assertThat(bench.attempts.commit(fence, bench.manifest(fence))).isTrue();
    assertThat(bench.attempts.commit(fence, bench.manifest(fence))).isTrue();
    assertThat(bench.attempts.started(fence, "spark://d", null)).isTrue();
    assertThat(bench.attempts.failure(fence, FAILURE, null, true)).isTrue();
    bench.driverExits(fence, 1);
    assertThat(bench.run(fence).state()).isEqualTo(RunState.SUCCEEDED);
    assertThat(bench.eventTypes(bench.runOf(fence))).endsWith("RUN_SUCCEEDED");
  }

  @Test
  void aForeignManifestIsRefusedAndChangesNothing() {
    long fence = bench.running();
    Manifest own = bench.manifest(fence);
    Manifest foreign =
        new Manifest(
            own.runId(),
            own.step(),
            own.attempt(),
            fence + 1,
            own.format(),
            own.location(),
            own.partitionBy(),
            own.files(),
            own.totalBytes(),
            own.totalRows(),
            own.schema(),
            Instant.EPOCH);
    assertThatThrownBy(() -> bench.attempts.commit(fence, foreign))
        .isInstanceOf(StokerException.class)
        .hasMessageContaining("/manifest/fence");
    assertThat(bench.run(fence).state()).isEqualTo(RunState.RUNNING);
    assertThat(bench.runs.result(bench.runOf(fence))).isEmpty();
  }

  /** Its executors wrote to disks of their own, where nobody else sees it. */
  @Test
  void aResultThatIsNotInTheStorageIsAFailureOfItsAttempt() throws Exception {
    long first = bench.running();
    UUID run = bench.runOf(first);
    Manifest manifest = bench.manifest(first);
    Bench.write(bench.resultFile(first), 99);
    assertThat(bench.attempts.commit(first, manifest)).isFalse();
    Reason reason = requireNonNull(bench.attempt(first).reason());
    assertThat(reason.code()).isEqualTo("RESULT_NOT_IN_STORAGE");
    assertThat(reason.message())
        .contains("part-0.parquet has 99 bytes there and not 100", "storageShared");
    assertThat(bench.run(first).state()).isEqualTo(RunState.RETRY_WAIT);

    long second = bench.assign(run);
    Manifest next = bench.manifest(second);
    Files.delete(bench.resultFile(second));
    assertThat(bench.attempts.commit(second, next)).isFalse();
    assertThat(requireNonNull(bench.attempt(second).reason()).message())
        .contains("part-0.parquet is not there");

    long third = bench.assign(run);
    assertThat(bench.attempts.commit(third, bench.manifest(third))).isTrue();
    Files.delete(bench.resultFile(third));
    assertThat(bench.attempts.commit(third, bench.runs.result(run).orElseThrow().manifest()))
        .as("said once more, when somebody has cleared the result away")
        .isTrue();
    assertThat(bench.run(third).state()).isEqualTo(RunState.SUCCEEDED);
  }

  /** The server has lost its storage, and an empty directory is in its place. */
  @Test
  void aResultThatNoServerCanLookAtIsWaitedForAndNotForEver() throws Exception {
    long fence = bench.running();
    Manifest manifest = bench.manifest(fence);
    bench.attempts.committing(fence);
    Path id = bench.storage.path("storage.id");
    Path kept = Files.move(id, bench.storage.path("kept"));
    Files.delete(bench.resultFile(fence));

    assertNotChecked(fence, manifest);
    Run waiting = bench.run(fence);
    assertThat(waiting.state()).isEqualTo(RunState.COMMITTING);
    assertThat(requireNonNull(waiting.reason()).code()).isEqualTo("RESULT_NOT_CHECKED");
    assertThat(requireNonNull(waiting.reason()).message()).contains("storage.id is not there");
    assertNotChecked(fence, manifest);
    assertThat(bench.eventTypes(waiting.id())).containsOnlyOnce("RUN_WAITING");

    bench.ticks(UncheckedResults.PATIENCE_TICKS - 1);
    assertNotChecked(fence, manifest);
    bench.ticks(1);
    assertThat(bench.attempts.commit(fence, manifest)).isFalse();
    assertThat(requireNonNull(bench.attempt(fence).reason()).message())
        .contains("For 6 hours", "storage.id is not there");

    Files.move(kept, id);
    long next = bench.assign(waiting.id());
    assertThat(bench.attempts.commit(next, bench.manifest(next))).isTrue();
    assertThat(bench.run(next).reason()).isNull();
  }

  private void assertNotChecked(long fence, Manifest manifest) {
    assertThatThrownBy(() -> bench.attempts.commit(fence, manifest))
        .isInstanceOfSatisfying(
            StokerException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.UNAVAILABLE));
  }

  /** I6: goes red for each verb whose statement does not ask for a live attempt. */
  @Test
  void aStaleFenceChangesNothing() {
    long stale = bench.running();
    UUID run = bench.runOf(stale);
    bench.driverExits(stale, 137);
    long current = bench.assign(run);
    bench.driverStarts(current);
    List<Object> before = everything(run);

    assertThat(bench.attempts.started(stale, "spark://old", null)).isFalse();
    assertThat(bench.attempts.demand(stale, demand(9, 5))).isFalse();
    assertThat(bench.attempts.killExecutors(stale, List.of(1), "idle")).isFalse();
    assertThat(bench.attempts.progress(stale, 99, Bench.progress(9), Map.of())).isFalse();
    assertThat(bench.attempts.committing(stale)).isFalse();
    assertThat(bench.attempts.commit(stale, bench.manifest(stale))).isFalse();
    assertThat(bench.attempts.failure(stale, FAILURE, null, false)).isFalse();
    bench.driverStarts(stale);
    bench.driverExits(stale, 0);
    bench.inTransaction(() -> bench.watcher.driverAlive(stale));
    bench.inTransaction(() -> bench.watcher.executorsChanged(stale));

    assertThat(everything(run)).isEqualTo(before);
    assertThat(bench.attempts.executors(stale, 0, Duration.ZERO).stop()).contains("SIGKILL");
    assertThat(bench.attempts.executors(current, 0, Duration.ZERO).stop()).isNull();
  }

  private List<Object> everything(UUID run) {
    return List.of(
        rows("select to_jsonb(run)::text from run"),
        rows("select to_jsonb(attempt)::text from attempt order by fence"),
        rows("select to_jsonb(result)::text from result"),
        rows("select to_jsonb(assignment)::text from assignment order by id"),
        bench.runs.events(run, 0, 1000));
  }

  private List<String> rows(String sql) {
    return bench.jdbc.sql(sql).query(String.class).list();
  }

  @Test
  void aDriversLastWordIsTheReasonAndItsExitComesTooLate() {
    long fence = bench.running();
    bench.attempts.failure(fence, FAILURE, "a stack trace", false);
    bench.driverExits(fence, 1);
    assertThat(bench.run(fence).state()).isEqualTo(RunState.FAILED);
    assertThat(bench.run(fence).reason()).isEqualTo(FAILURE);
    assertThat(bench.attempt(fence).reason()).isEqualTo(FAILURE);
  }

  /** I8: goes red when an attempt can end twice. */
  @Test
  void oneFailureCostsOneAttempt() {
    long fence = bench.running();
    assertThat(bench.attempts.failure(fence, FAILURE, null, true)).isTrue();
    assertThat(bench.attempts.failure(fence, FAILURE, null, true)).isTrue();
    assertThat(bench.attempts.failure(fence, new Reason("OTHER", "x"), null, true)).isFalse();
    bench.driverExits(fence, 1);
    bench.ticks(1000);
    bench.leases.run();
    Run run = bench.run(fence);
    assertThat(run.state()).isEqualTo(RunState.RETRY_WAIT);
    assertThat(run.attempts()).isEqualTo(1);
    assertThat(run.reason()).extracting(Reason::code).isEqualTo(Reason.RETRY_BACKOFF);
    assertThat(bench.eventTypes(run.id())).filteredOn("RUN_RETRY_WAIT"::equals).hasSize(1);
  }

  /** Goes red when a drain waits for the pause that its job wants after failures. */
  @Test
  void aRunThatIsMovedFromItsNodeWaitsForNoBackoff() {
    bench.addJob("patient", 2, Duration.ofHours(1));
    UUID run = bench.runs.submit("patient", Map.of(), Bench.USER, null).id();
    long fence = bench.assign(run);
    bench.inTransaction(() -> bench.watcher.driverMustGo(fence, "Node a is drained.", false));
    assertThat(Objects.requireNonNull(bench.run(fence).reason()).message())
        .contains("Attempt 1 of 2 has ended with NODE_DRAINED; the next one may start at once.")
        .contains("Node a is drained.");
    long next = bench.assign(run);
    bench.driverExits(next, 137);
    assertThat(bench.run(next).state()).as("it has cost one").isEqualTo(RunState.FAILED);
  }

  @Test
  void aFailureThatMayPassIsTriedUntilTheAttemptsAreUsedUp() {
    UUID run = bench.submit();
    for (int number = 1; number <= 3; number++) {
      long fence = bench.assign(run);
      assertThat(bench.attempt(fence).number()).isEqualTo(number);
      bench.driverExits(fence, 137);
    }
    assertThat(bench.runs.get(run).run().state()).isEqualTo(RunState.FAILED);
    assertThat(bench.runs.get(run).run().reason())
        .extracting(Reason::message)
        .asString()
        .contains("SIGKILL");
    assertThat(bench.runs.attempts(run))
        .extracting(Attempt::state)
        .containsExactly(AttemptState.FAILED, AttemptState.FAILED, AttemptState.FAILED);
  }

  @Test
  void anEndWithoutACommitIsAFailure() {
    long fence = bench.running();
    bench.driverExits(fence, 0);
    assertThat(bench.run(fence).state()).isEqualTo(RunState.FAILED);
    assertThat(bench.run(fence).reason())
        .extracting(Reason::code)
        .isEqualTo(Reason.EXITED_WITHOUT_COMMIT);
  }

  @Test
  void aDriverWithoutMemoryIsNotTriedAgain() {
    long fence = bench.running();
    bench.driverRunsOutOfMemory(fence);
    assertThat(bench.run(fence).state()).isEqualTo(RunState.FAILED);
    assertThat(bench.run(fence).reason()).extracting(Reason::code).isEqualTo(Reason.DRIVER_OOM);
  }

  @Test
  void theSecretsOfAnAttemptEndWithIt() {
    long fence = bench.running();
    bench.attempts.commit(fence, bench.manifest(fence));
    assertThat(
            bench
                .jdbc
                .sql(
                    "select token is null and auth_secret is null from attempt where fence ="
                        + " :fence")
                .param("fence", fence)
                .query(Boolean.class)
                .single())
        .isTrue();
    assertThat(bench.queue.launchDetails(fence)).isEmpty();
  }

  @Test
  void onlyANewerDemandAndANewerPictureCount() {
    long fence = bench.running();
    bench.attempts.demand(fence, demand(2, 4));
    assertThat(bench.attempts.demand(fence, demand(1, 9))).isTrue();
    assertThat(bench.attempts.demand(fence, demand(2, 9))).isTrue();
    assertThat(bench.attempt(fence).demand()).isEqualTo(demand(2, 4));
    bench.attempts.progress(fence, 2, Bench.progress(7), Map.of());
    assertThat(bench.attempts.progress(fence, 1, Bench.progress(3), Map.of())).isTrue();
    assertThat(bench.attempt(fence).progress()).isEqualTo(Bench.progress(7));
  }

  static Demand demand(long version, int total) {
    return new Demand(
        version,
        "spark://d",
        List.of(new Demand.Profile(0, total, 1, 1L << 30, 1L << 30, Map.of())),
        List.of("-Da=b"),
        Map.of("SPARK_USER", "ada"),
        Set.of("127.0.0.9"),
        false);
  }
}
