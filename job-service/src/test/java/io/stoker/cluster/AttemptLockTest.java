package io.stoker.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.stoker.run.RunFilter;
import io.stoker.run.RunState;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Whatever changes an attempt's processes locks its run first, then itself, then the processes.
 * Each act is held up at one of the first two rows, and must not have a process locked by then: who
 * holds that row takes the processes next, and the two would wait for each other.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AttemptLockTest {
  private static final Set<RunState> OPEN =
      EnumSet.of(
          RunState.QUEUED,
          RunState.STARTING,
          RunState.RUNNING,
          RunState.COMMITTING,
          RunState.RETRY_WAIT);

  private final ClusterBench bench = ClusterBench.start();
  private FakeNode node;
  private long fence;

  /** What is to be locked first, by those who lock it without any process. */
  private enum FirstRow {
    RUN(
        "select id::text from run"
            + " where id = (select run_id from attempt where fence = :fence) for no key update"),
    ATTEMPT("select fence::text from attempt where fence = :fence for no key update");

    private final String lock;

    FirstRow(String lock) {
      this.lock = lock;
    }
  }

  private record Act(String name, Runnable prepare, Runnable run) {
    @Override
    public String toString() {
      return name;
    }
  }

  @BeforeAll
  void addJob() {
    bench.addJob("delays", 2);
  }

  @AfterAll
  void close() {
    bench.close();
  }

  private Stream<Act> acts() {
    return Stream.of(
        new Act("a driver's exit is reported", () -> exit(driver()), () -> node.report()),
        new Act("an executor's exit is reported", () -> exit(executor()), () -> node.report()),
        new Act("a vanished executor", () -> node.forget(executor()), () -> node.report()),
        new Act("a reboot", () -> {}, () -> node.reboot("boot-2")),
        new Act("a dead node", this::silence, () -> bench.lost.onDeadNodes()),
        new Act("an order to stop", () -> {}, () -> bench.assignments.stopAttempt(fence, "test")),
        new Act(
            "some executors stop",
            () -> {},
            () -> bench.assignments.stopExecutors(fence, List.of(1), "test")),
        new Act(
            "an attempt finishes", () -> {}, () -> bench.assignments.finishAttempt(fence, "test")),
        new Act("a stop is due", this::planStop, () -> bench.assignments.orderDueStops()),
        new Act("an executor never registers", this::hideExecutors, () -> bench.pass.run()));
  }

  private Stream<Arguments> actsAndRows() {
    return acts().flatMap(act -> Stream.of(FirstRow.values()).map(row -> Arguments.of(act, row)));
  }

  @ParameterizedTest
  @MethodSource("actsAndRows")
  void noProcessIsLockedBeforeItsRunAndAttempt(Act act, FirstRow row) {
    act.prepare().run();
    CompletableFuture<Void> acting =
        bench.transaction.execute(
            status -> {
              lock(row.lock);
              CompletableFuture<Void> held = CompletableFuture.runAsync(act.run());
              bench.awaitLockWaiter();
              lock("select id::text from assignment where fence = :fence for update nowait");
              return held;
            });
    assertThat(acting).succeedsWithin(Duration.ofSeconds(60));
  }

  /** It only asks for its log to come soon: goes red when that waits for the process's row. */
  @Test
  void aReaderOfALogWaitsForNoLock() {
    FollowedLogs followed = bench.part(FollowedLogs.class);
    bench.transaction.executeWithoutResult(
        status -> {
          lock("select id::text from assignment where fence = :fence for update");
          assertThat(CompletableFuture.runAsync(() -> followed.follow(fence, 1)))
              .succeedsWithin(Duration.ofSeconds(20));
        });
    assertThat(followed.of(node.id())).as("it was held").isEmpty();
    followed.follow(fence, 1);
    followed.follow(fence, null);
    assertThat(followed.of(node.id())).containsExactlyInAnyOrder(executor(), driver());
    bench.ticks(31);
    assertThat(followed.of(node.id())).as("nobody has read for long").isEmpty();
  }

  /** On a node of its own, since what was here before has been brought down in many ways. */
  @BeforeEach
  void startAnAttempt() {
    bench.runs.list(new RunFilter(null, "delays", null, OPEN, null), 100).stream()
        .forEach(old -> bench.runs.cancel(old.run().id(), "ada"));
    bench.jdbc.sql("update node set state = 'REMOVED'").update();
    node = bench.node("n" + UUID.randomUUID(), 4, 16 * ClusterBench.GIB);
    UUID run = bench.submit("delays");
    bench.pass.run();
    fence = bench.fence(run);
    bench.ask(fence, 1, 2);
    bench.pass.run();
    node.work();
  }

  private List<String> lock(String rows) {
    return bench.jdbc.sql(rows).param("fence", fence).query(String.class).list();
  }

  private UUID driver() {
    return bench.assignments.driver(fence).orElseThrow().assignmentId();
  }

  private UUID executor() {
    return bench.assignments.executors(fence).get(0).assignmentId();
  }

  private void exit(UUID process) {
    node.exit(process, new ProcessExit(1, ProcessExit.EXITED, null));
  }

  private void silence() {
    bench.ticks(ClusterSettings.DEFAULTS.lostAfterTicks() + 1);
    bench.nodeStore.markUnreachable(20);
  }

  private void planStop() {
    bench.assignments.finishAttempt(fence, "test");
    bench.ticks(ClusterSettings.DEFAULTS.finishTicks());
  }

  /** A pass is going to end the first one, and notes that the other one waits. */
  private void hideExecutors() {
    bench
        .jdbc
        .sql(
            """
            update attempt
            set progress_number = 1, last_seen_tick = (select ticks from platform_clock)
            where fence = :fence
            """)
        .param("fence", fence)
        .update();
    bench
        .jdbc
        .sql(
            """
            update assignment
            set unregistered_since_tick = (select ticks from platform_clock) - 600
            where fence = :fence and executor_id = 1
            """)
        .param("fence", fence)
        .update();
  }
}
