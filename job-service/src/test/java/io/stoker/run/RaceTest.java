package io.stoker.run;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.stoker.error.ErrorCode;
import io.stoker.error.StokerException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Two who decide at the same moment; every one of them may be another server. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RaceTest {
  private static final int CANCEL_RACES = 200;

  private final Bench bench = Bench.start();
  private final Bench other = bench.anotherServer();

  @AfterAll
  void close() {
    other.close();
    bench.close();
  }

  /** I7: goes red when a number is taken by anything but an update that locks the run's row. */
  @Test
  void eventNumbersHaveNoGapUnderRacingWriters() {
    UUID run = bench.submit();
    Callable<Boolean> writer = () -> writeEvents(bench, run);
    Callable<Boolean> otherWriter = () -> writeEvents(other, run);

    List<Object> outcomes = Bench.race(List.of(writer, otherWriter, writer, otherWriter));

    assertThat(outcomes).containsOnly(true);
    List<Integer> numbers =
        bench.runs.events(run, 0, 10_000).stream().map(RunEvent::number).toList();
    assertThat(numbers).isEqualTo(IntStream.rangeClosed(1, 101).boxed().toList());
    assertThat(bench.runs.get(run).run().lastEvent()).isEqualTo(101);
  }

  private static boolean writeEvents(Bench server, UUID run) {
    for (int i = 0; i < 25; i++) {
      server.inTransaction(
          () -> {
            int number = server.events.nextNumber(run);
            server.events.insert(run, number, "WRITTEN", RunState.QUEUED, null, Map.of());
          });
    }
    return true;
  }

  /** I9: one result, and both servers say the same. */
  @RepeatedTest(5)
  void twoCommitsOfOneAttemptAreOne() {
    long fence = bench.running();
    Manifest manifest = bench.manifest(fence);
    assertThat(
            Bench.race(
                List.of(
                    () -> bench.attempts.commit(fence, manifest),
                    () -> other.attempts.commit(fence, manifest))))
        .containsExactly(true, true);
    assertThat(bench.run(fence).state()).isEqualTo(RunState.SUCCEEDED);
    assertThat(bench.eventTypes(bench.runOf(fence))).filteredOn("RUN_SUCCEEDED"::equals).hasSize(1);
  }

  /**
   * I11: whichever comes first decides for ever, and both callers are told the truth. Goes red
   * without the run's row lock in either. The one or the other gets a random head start, so that
   * both outcomes happen.
   */
  @Test
  void aCancelAndACommitHappenOneAfterTheOther() {
    long seed = Long.getLong("stoker.test.seed", new Random().nextLong());
    System.out.println("Cancel against commit: -Dstoker.test.seed=" + seed);
    Random random = new Random(seed);
    int commits = 0;
    for (int i = 0; i < CANCEL_RACES; i++) {
      long fence = bench.runningOnItsNode();
      commits += cancelAgainstCommit(fence, random.nextInt(4_000_000) - 2_000_000) ? 1 : 0;
    }
    assertThat(commits).as("both outcomes, seed " + seed).isBetween(1, CANCEL_RACES - 1);
  }

  private boolean cancelAgainstCommit(long fence, int headStartNanos) {
    UUID run = bench.runOf(fence);
    Manifest manifest = bench.manifest(fence);
    List<Object> told =
        Bench.race(
            List.of(
                () -> {
                  spin(headStartNanos);
                  return bench.attempts.commit(fence, manifest);
                },
                () -> {
                  spin(-headStartNanos);
                  return requireNonNull(other.runs.cancel(run, Bench.USER).reason()).code();
                }));
    boolean committed = told.get(0).equals(true);
    assertThat(told.get(0)).isInstanceOf(Boolean.class);
    if (committed) {
      assertThat(told.get(1))
          .isInstanceOfSatisfying(
              StokerException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.CONFLICT));
    } else {
      assertThat(told.get(1)).isEqualTo(Reason.CANCELLING);
    }
    bench.nodeHasNothingLeftOf(fence);
    bench.endings.run();
    assertThat(bench.run(fence).state())
        .isEqualTo(committed ? RunState.SUCCEEDED : RunState.CANCELLED);
    assertThat(bench.runs.result(run).isPresent()).isEqualTo(committed);
    assertThat(bench.attempt(fence).state())
        .isEqualTo(committed ? AttemptState.COMMITTED : AttemptState.CANCELLED);
    return committed;
  }

  private static void spin(int nanos) {
    long end = System.nanoTime() + nanos;
    while (System.nanoTime() < end) {
      Thread.onSpinWait();
    }
  }

  /** I8 and I15: the same loss is found by two servers and by the node at once. */
  @RepeatedTest(5)
  void oneLossSeenByManyCostsOneAttempt() {
    long fence = bench.running();
    bench.ticks(100);
    List<Object> outcomes =
        Bench.race(
            List.of(
                () -> run(bench.leases::run),
                () -> run(other.leases::run),
                () -> run(() -> bench.driverExits(fence, 143)),
                () -> other.attempts.failure(fence, new Reason("X", "x"), null, true)));
    assertThat(outcomes).doesNotHaveAnyElementsOfTypes(Throwable.class);
    Run run = bench.run(fence);
    assertThat(run.state()).isEqualTo(RunState.RETRY_WAIT);
    assertThat(run.attempts()).isEqualTo(1);
    assertThat(bench.eventTypes(run.id())).filteredOn("RUN_RETRY_WAIT"::equals).hasSize(1);
  }

  /** I5: goes red without the run's lock or the index of live attempts. */
  @Test
  void twoPassesOpenOneAttempt() {
    UUID run = bench.submit();
    Callable<Boolean> pass = () -> bench.inTransaction(() -> opened(bench, run));
    Callable<Boolean> otherPass = () -> other.inTransaction(() -> opened(other, run));
    assertThat(Bench.race(List.of(pass, otherPass, pass, otherPass)))
        .containsOnlyOnce(true)
        .doesNotHaveAnyElementsOfTypes(Throwable.class);
    assertThat(bench.runs.attempts(run)).hasSize(1);
  }

  private static boolean opened(Bench server, UUID run) {
    if (server.queue.waiting(10).stream().noneMatch(w -> w.runId().equals(run))) {
      return false;
    }
    server.queue.openAttempt(run, Bench.NODE);
    return true;
  }

  private static boolean run(Runnable work) {
    work.run();
    return true;
  }

  /** Goes red when a reader's poll could miss what happens between its two looks. */
  @Test
  void aWaitEndsWithTheRun() {
    long fence = bench.running();
    UUID run = bench.runOf(fence);
    List<Object> outcomes =
        Bench.race(
            List.of(
                () -> {
                  bench.runs.awaitEnd(run, Duration.ofSeconds(60));
                  return bench.runs.get(run).run().state();
                },
                () -> {
                  other.attempts.executors(fence, 0, Duration.ofSeconds(60));
                  return other.attempt(fence).state();
                },
                () -> other.attempts.progress(fence, 1, Bench.progress(1), Map.of()),
                () -> bench.runs.cancel(run, Bench.USER).state()));
    assertThat(outcomes)
        .containsExactly(
            RunState.CANCELLED, AttemptState.CANCELLED, outcomes.get(2), RunState.CANCELLED);
  }
}
