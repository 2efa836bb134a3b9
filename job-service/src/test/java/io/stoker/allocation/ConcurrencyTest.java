package io.stoker.allocation;

import static io.stoker.cluster.ClusterBench.GIB;
import static org.assertj.core.api.Assertions.assertThat;

import io.stoker.cluster.ClusterBench;
import io.stoker.cluster.FakeNode;
import io.stoker.cluster.ProcessExit;
import io.stoker.error.ErrorCode;
import io.stoker.error.StokerException;
import io.stoker.idempotency.IdempotencyKey;
import io.stoker.job.ConcurrencyPolicy;
import io.stoker.run.Reason;
import io.stoker.run.RunFilter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * How many runs of a job go on at once, whoever asks for them and however many servers there are.
 */
class ConcurrencyTest {
  private final ClusterBench bench = ClusterBench.start();
  private final FakeNode node = bench.node("a", 16, 64 * GIB);

  @AfterEach
  void close() {
    bench.close();
  }

  @Test
  void aQueuedRunWaitsForThoseThatCameBeforeIt() {
    bench.addJob("daily", ConcurrencyPolicy.QUEUE, 1);
    bench.addJob("other", 1);
    UUID first = bench.submit("daily");
    UUID second = bench.submit("daily");
    UUID third = bench.submit("daily");
    UUID other = bench.submit("other");
    bench.pass.run();
    bench.pass.run();
    assertThat(Stream.of(first, second, third).map(bench::hasDriver))
        .containsExactly(true, false, false);
    assertThat(bench.hasDriver(other)).isTrue();
    assertThat(reason(second))
        .isEqualTo(
            new Reason(
                "CONCURRENCY_LIMIT",
                "At most 1 of the job's runs go on at once (policy QUEUE), and it comes after run "
                    + first
                    + ". It is number 1 in queue default."));
    assertThat(reason(third).message())
        .endsWith("run %s, run %s. It is number 2 in queue default.".formatted(first, second));

    bench.runs.cancel(first, "ada");
    bench.pass.run();
    assertThat(bench.hasDriver(second)).isTrue();
    assertThat(bench.hasDriver(third)).isFalse();
  }

  @Test
  void aRunThatIsTriedAgainKeepsItsTurn() {
    bench.addJob("daily", ConcurrencyPolicy.QUEUE, 1);
    UUID first = bench.submit("daily");
    UUID second = bench.submit("daily");
    bench.pass.run();
    node.work();
    node.exit(
        bench.assignments.driver(bench.fence(first)).orElseThrow().assignmentId(),
        new ProcessExit(1, ProcessExit.EXITED, null));
    node.report();
    assertThat(reason(first).code()).isEqualTo("RETRY_BACKOFF");
    bench.pass.run();
    assertThat(bench.hasDriver(first)).isTrue();
    assertThat(bench.hasDriver(second)).isFalse();
  }

  @Test
  void anotherBoundAppliesToRunsThatWaitAlready() {
    bench.addJob("daily", ConcurrencyPolicy.QUEUE, 1);
    List<UUID> runs = Stream.generate(() -> bench.submit("daily")).limit(4).toList();
    bench.pass.run();
    bench.bound("daily", ConcurrencyPolicy.QUEUE, 3);
    bench.pass.run();
    assertThat(runs.stream().map(bench::hasDriver)).containsExactly(true, true, true, false);
  }

  /** A pass looks at a hundred runs: a job with many more must not hide the others. */
  @Test
  void manyThatWaitForEachOtherHideNobody() {
    bench.addJob("hourly", ConcurrencyPolicy.QUEUE, 1);
    bench.addJob("other", 1);
    bench.transaction.executeWithoutResult(
        status -> Stream.generate(() -> bench.submit("hourly")).limit(120).forEach(run -> {}));
    UUID other = bench.submit("other");
    bench.pass.run();
    assertThat(bench.hasDriver(other)).isTrue();
  }

  @Test
  void passesAtOnceStartNoMoreThanTheBound() throws Exception {
    bench.addJob("daily", ConcurrencyPolicy.QUEUE, 2);
    List<UUID> runs = Stream.generate(() -> bench.submit("daily")).limit(6).toList();
    atOnce(
        Collections.nCopies(
            4,
            () -> {
              bench.pass.run();
              return true;
            }));
    assertThat(runs.stream().filter(bench::hasDriver)).hasSize(2);
  }

  @Test
  void ofManySubmissionsAtOnceNoMoreThanTheBoundAreAccepted() throws Exception {
    bench.addJob("daily", ConcurrencyPolicy.SKIP, 2);
    List<Object> outcomes = atOnce(Collections.nCopies(8, () -> bench.submit("daily")));
    assertThat(outcomes).filteredOn(UUID.class::isInstance).hasSize(2);
    assertThat(outcomes)
        .filteredOn(outcome -> !(outcome instanceof UUID))
        .hasSize(6)
        .allSatisfy(
            refusal -> {
              assertThat(refusal).isInstanceOf(StokerException.class);
              assertThat(((StokerException) refusal).code()).isEqualTo(ErrorCode.CONCURRENCY_LIMIT);
              assertThat(((StokerException) refusal).getMessage())
                  .contains("allows (2, policy SKIP)");
            });
    assertThat(bench.runs.list(new RunFilter(null, "daily", null, Set.of(), null), 10)).hasSize(2);
  }

  /** Goes red without the lock of the job's row: the second one then sees nothing in its way. */
  @Test
  void aSubmissionIsDecidedAfterTheOneBeforeIt() {
    bench.addJob("daily", ConcurrencyPolicy.SKIP, 1);
    CompletableFuture<UUID> second =
        bench.transaction.execute(
            status -> {
              bench.submit("daily");
              CompletableFuture<UUID> later =
                  CompletableFuture.supplyAsync(() -> bench.submit("daily"));
              Awaitility.await("it waits for the first, or does not")
                  .atMost(Duration.ofSeconds(30))
                  .until(() -> later.isDone() || bench.isAnybodyWaiting());
              return later;
            });
    assertThat(second)
        .failsWithin(Duration.ofSeconds(30))
        .withThrowableOfType(ExecutionException.class)
        .withCauseInstanceOf(StokerException.class)
        .withMessageContaining("allows (1, policy SKIP)");
  }

  @Test
  void aSkippingJobTakesARunAgainWhenOneIsOver() {
    bench.addJob("daily", ConcurrencyPolicy.SKIP, 1);
    UUID first = bench.submit("daily");
    bench.runs.cancel(first, "ada");
    assertThat(bench.submit("daily")).isNotEqualTo(first);
  }

  @Test
  void repeatsOfOneRequestAtOnceAreOneRun() throws Exception {
    bench.addJob("daily", ConcurrencyPolicy.SKIP, 1);
    IdempotencyKey key = new IdempotencyKey("test", "k");
    Callable<UUID> submit = () -> bench.runs.submit("daily", Map.of(), "ada", key).id();
    Set<Object> outcomes = new HashSet<>(atOnce(Collections.nCopies(6, submit)));
    assertThat(outcomes).hasSize(1).allMatch(UUID.class::isInstance);
  }

  private Reason reason(UUID run) {
    return Objects.requireNonNull(bench.runs.get(run).run().reason());
  }

  private static <T> List<Object> atOnce(List<Callable<T>> works) throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(works.size());
    List<Future<Object>> futures = new ArrayList<>();
    for (Callable<T> work : works) {
      futures.add(
          threads.submit(
              () -> {
                try {
                  return work.call();
                } catch (StokerException e) {
                  return e;
                }
              }));
    }
    List<Object> outcomes = new ArrayList<>();
    for (Future<Object> future : futures) {
      outcomes.add(future.get());
    }
    threads.shutdown();
    return outcomes;
  }
}
