package io.stoker.allocation;

import static io.stoker.cluster.ClusterBench.GIB;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stoker.cluster.ClusterBench;
import io.stoker.cluster.FakeNode;
import io.stoker.cluster.ProcessExit;
import io.stoker.error.ErrorCode;
import io.stoker.error.StokerException;
import io.stoker.error.Violation;
import io.stoker.job.ConcurrencyPolicy;
import io.stoker.job.JobSpec;
import io.stoker.queue.QueueSpec;
import io.stoker.run.Reason;
import io.stoker.run.RunFilter;
import io.stoker.run.RunState;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Which queue gets what is free, and what a queue may have. Each run takes two cores. */
class QueueOrderTest {
  private final ClusterBench bench = ClusterBench.start();

  @AfterEach
  void close() {
    bench.close();
  }

  /** Goes red without the order by shares: then the higher priority takes all. */
  @Test
  void queuesBelowTheirShareComeFirstAndThenPriority() {
    bench.node("n", 12, 64 * GIB);
    bench.addJob("other", 1);
    bench.addQueue("half", 50, 0);
    bench.addJobIn("half", 1);
    bench.addQueue("urgent", 25, 100);
    bench.addJobIn("urgent", 1);
    List<UUID> other = submit("other", 4);
    List<UUID> urgent = submit("urgent", 4);
    List<UUID> half = submit("half", 4);
    bench.pass.run();
    assertThat(placed(half)).as("6 of 12 cores are its share").isEqualTo(3);
    assertThat(placed(urgent)).as("2 for its share, and one by priority").isEqualTo(3);
    assertThat(placed(other)).isZero();
    assertThat(reason(other.get(0)).code()).isEqualTo("WAITING_FOR_CAPACITY");
    assertThat(reason(other.get(0)).message())
        .isEqualTo(
            "Waits behind run %s of urgent: it waits for capacity, and the turn of its queue urgent"
                + " comes first. It is number 1 in queue default.",
            urgent.get(3));
    assertThat(reason(urgent.get(3)).code()).isEqualTo("WAITING_FOR_1_CORES_ON_ONE_NODE");
  }

  @Test
  void whatSharesLeaveGoesToWhoIsServedLeast() {
    bench.node("n", 16, 64 * GIB);
    bench.addQueue("a", 50, 0);
    bench.addJobIn("a", 1);
    bench.addQueue("b", 25, 0);
    bench.addJobIn("b", 1);
    List<UUID> a = submit("a", 8);
    List<UUID> b = submit("b", 8);
    bench.pass.run();
    assertThat(placed(a)).isEqualTo(5);
    assertThat(placed(b)).as("half as much, in whole runs").isEqualTo(3);
  }

  @Test
  void memoryCountsWhenItIsTheLargerPart() {
    bench.node("n", 64, 16 * GIB);
    bench.addQueue("a", 50, 0);
    bench.addJobIn("a", 1);
    bench.addQueue("b", 50, 0);
    bench.addJobIn("b", "b", new JobSpec.Driver(1000, GIB), new JobSpec.Executor(1, 1, 5 * GIB));
    List<UUID> a = submit("a", 8);
    List<UUID> b = submit("b", 8);
    bench.pass.run();
    // 2.75 GiB and 6.75 GiB a run; by cores they would take turns, and the third of a not fit
    assertThat(placed(a)).isEqualTo(3);
    assertThat(placed(b)).isEqualTo(1);
  }

  @Test
  void executorsOfTwoRunsAreEvenlySpreadBetweenThem() {
    bench.node("n", 12, 64 * GIB);
    bench.addJob("job", 1);
    UUID first = bench.submit("job");
    UUID second = bench.submit("job");
    bench.pass.run();
    bench.ask(bench.fence(first), 1, 10);
    bench.ask(bench.fence(second), 1, 10);
    bench.pass.run();
    assertThat(executors(first)).isEqualTo(5);
    assertThat(executors(second)).isEqualTo(5);
  }

  /** Executors that a run wants beyond its first do not keep a queue below its share out. */
  @Test
  void aDriverOfAQueueBelowItsShareComesBeforeExecutorsOfOthers() {
    bench.node("n", 8, 64 * GIB);
    bench.addJob("greedy", 1);
    UUID greedy = bench.submit("greedy");
    bench.pass.run();
    bench.addQueue("a", 25, 0);
    bench.addJobIn("a", 1);
    UUID run = bench.submit("a");
    bench.ask(bench.fence(greedy), 1, 100);
    bench.pass.run();
    assertThat(bench.hasDriver(run)).isTrue();
    assertThat(executors(greedy)).as("8 cores, 2 of the other run, 1 driver").isEqualTo(5);
  }

  @Test
  void nothingIsPlacedPastAMaximumAndItStopsNobodyElse() {
    bench.node("n", 16, 64 * GIB);
    bench.addQueue(new QueueSpec("a", 0, 4000L, null, 0, null, null));
    bench.addJobIn("a", 2);
    bench.addJob("other", 1);
    UUID first = bench.submit("a");
    UUID second = bench.submit("a");
    UUID third = bench.submit("a");
    UUID other = bench.submit("other");
    bench.pass.run();
    assertThat(bench.hasDriver(first)).isTrue();
    assertThat(bench.hasDriver(second)).isFalse();
    assertThat(bench.hasDriver(other)).isTrue();
    assertThat(reason(second))
        .isEqualTo(
            new Reason(
                "QUEUE_AT_MAX",
                "Queue a may take at most 4 cores, of which 3 cores and 4224 MiB are taken or held;"
                    + " the driver with one executor needs 2 cores and 2816 MiB. It is number 1 in"
                    + " queue a."));
    assertThat(reason(third).code()).isEqualTo("QUEUE_AT_MAX");
    assertThat(reason(third).message()).contains("Waits behind run " + second);

    bench.ask(bench.fence(first), 1, 5);
    bench.pass.run();
    assertThat(executors(first)).isEqualTo(3);
    assertThat(bench.runs.attempts(first).get(0).executorsWaiting())
        .isEqualTo(
            new Reason(
                "QUEUE_AT_MAX",
                "2 of 5 executors wait. Queue a may take at most 4 cores, of which 4 cores and 5632"
                    + " MiB are taken or held; one executor needs 1 core and 1408 MiB."));
    bench.change(new QueueSpec("a", 0, 5000L, null, 0, null, null));
    bench.pass.run();
    assertThat(executors(first)).isEqualTo(4);
  }

  /** Drivers alone would fill it, and none would ever get an executor. */
  @Test
  void aDriverComesOnlyWhenAnExecutorFitsIntoTheMaximumToo() {
    bench.node("n", 16, 64 * GIB);
    bench.addQueue(new QueueSpec("a", 0, null, 6 * GIB, 0, null, null));
    bench.addJobIn("a", 1);
    List<UUID> runs = submit("a", 3);
    bench.pass.run();
    bench.pass.run();
    assertThat(placed(runs)).as("2.75 GiB each").isEqualTo(2);
    runs.subList(0, 2).forEach(run -> bench.ask(bench.fence(run), 1, 3));
    bench.pass.run();
    assertThat(runs.subList(0, 2)).extracting(this::executors).containsExactly(1L, 1L);
  }

  @Test
  void whatItsQueueNeverAdmitsIsRefusedAndFailsWhenTheMaximumWasLowered() {
    bench.node("n", 16, 64 * GIB);
    bench.addQueue(new QueueSpec("a", 0, 2000L, null, 0, null, null));
    bench.addJobIn("a", 1);
    UUID first = bench.submit("a");
    UUID run = bench.submit("a");
    bench.pass.run();
    bench.change(new QueueSpec("a", 0, 1500L, 2 * GIB, 0, null, null));
    assertThatThrownBy(() -> bench.submit("a"))
        .isInstanceOfSatisfying(
            StokerException.class,
            refused -> {
              assertThat(refused.code()).isEqualTo(ErrorCode.DOES_NOT_FIT);
              assertThat(refused.violations())
                  .extracting(Violation::pointer)
                  .containsExactly("/queue");
            })
        .hasMessage(
            "The driver needs 1 core and 1408 MiB (heap and overhead), and at the same time one"
                + " executor needs 1 core and 1408 MiB: 2 cores and 2816 MiB in all. Queue a may"
                + " take at most 1.5 cores and 2048 MiB. Ask for less, use another queue, or raise"
                + " that queue's maximum.");
    bench.pass.run();
    assertThat(bench.hasDriver(first)).as("what runs goes on").isTrue();
    assertThat(reason(run).code()).isEqualTo("DOES_NOT_FIT");
    assertThat(reason(run).message()).contains("if no greater maximum is set within 300 s. It is");
    bench.ticks(300);
    bench.pass.run();
    assertThat(bench.runs.get(run).run().state()).isEqualTo(RunState.FAILED);
  }

  @Test
  void asManyRunsGoOnAsMayAndOneBetweenAttemptsIsOneOfThem() {
    FakeNode node = bench.node("n", 16, 64 * GIB);
    bench.addQueue(new QueueSpec("a", 0, null, null, 0, 1, null));
    bench.addJobIn("a", 1);
    bench.addJob("other", 1);
    UUID first = bench.submit("a");
    UUID second = bench.submit("a");
    UUID other = bench.submit("other");
    bench.pass.run();
    assertThat(bench.hasDriver(other)).isTrue();
    assertThat(bench.hasDriver(second)).isFalse();
    assertThat(reason(second))
        .isEqualTo(
            new Reason(
                "QUEUE_RUN_LIMIT",
                "Queue a lets 1 runs go on at once (maxRunning), and 1 do. It is number 1 in queue"
                    + " a."));
    node.work();
    UUID driver = bench.assignments.driver(bench.fence(first)).orElseThrow().assignmentId();
    node.exit(driver, new ProcessExit(1, ProcessExit.EXITED, null));
    node.report();
    assertThat(bench.runs.get(first).run().state()).isEqualTo(RunState.RETRY_WAIT);
    bench.pass.run();
    assertThat(bench.hasDriver(first)).isTrue();
    assertThat(bench.hasDriver(second)).isFalse();
    end(first, node);
    bench.pass.run();
    assertThat(bench.hasDriver(second)).isTrue();
  }

  /** Goes red without ageing: the stream of the other queue never ends. */
  @Test
  void aQueueOfNoShareAndLowPriorityGetsItsTurn() {
    FakeNode node = bench.node("n", 4, 64 * GIB);
    bench.addQueue("vip", 100, 1000);
    bench.addJobIn("vip", 1);
    bench.addJob("poor", new JobSpec.Driver(1000, GIB), new JobSpec.Executor(1, 3, GIB));
    List<UUID> stream = new ArrayList<>(submit("vip", 4));
    bench.pass.run();
    UUID poor = bench.submit("poor");
    for (int second = 0; second < 700 && !bench.hasDriver(poor); second += 50) {
      bench.ticks(50);
      stream.stream().filter(bench::hasDriver).findFirst().ifPresent(run -> end(run, node));
      stream.addAll(submit("vip", 1));
      bench.pass.run();
      if (second < 250) {
        assertThat(bench.hasDriver(poor)).as("its turn has not come").isFalse();
      }
    }
    assertThat(bench.hasDriver(poor)).isTrue();
    assertThat(bench.jdbc.sql("select count(*) from queue_wait").query(Integer.class).single())
        .as("now the others wait, and nobody else")
        .isEqualTo(1);
  }

  /**
   * Goes red when an aged queue stays the first: the bounds of the others would be worth nothing.
   */
  @Test
  void onlyOneRunOfAQueueThatHasWaitedForLongComesFirst() {
    FakeNode node = bench.node("n", 4, 64 * GIB);
    bench.addQueue("vip", 100, 0);
    bench.addJobIn("vip", 1);
    bench.addJob("poor", 1);
    List<UUID> first = submit("vip", 2);
    bench.pass.run();
    List<UUID> poor = submit("poor", 2);
    List<UUID> vip = submit("vip", 2);
    bench.pass.run();
    bench.ticks(300);
    first.forEach(run -> end(run, node));
    bench.pass.run();
    assertThat(placed(poor)).isEqualTo(1);
    assertThat(placed(vip)).isEqualTo(1);
  }

  /** Goes red without the count: each five minutes one more would come, and all of them stay. */
  @Test
  void aQueueThatHasWaitedHasOneRunBeforeAllOthersAtATime() {
    FakeNode node = bench.node("n", 8, 64 * GIB);
    bench.addQueue("vip", 100, 1000);
    bench.addJobIn("vip", 1);
    bench.addJob("poor", 1);
    List<UUID> stream = new ArrayList<>(submit("vip", 8));
    bench.pass.run();
    List<UUID> poor = submit("poor", 4);
    for (int second = 0; second < 1500; second += 50) {
      bench.ticks(50);
      stream.stream().filter(bench::hasDriver).findFirst().ifPresent(run -> end(run, node));
      stream.addAll(submit("vip", 1));
      bench.pass.run();
    }
    assertThat(placed(poor)).isEqualTo(1);
  }

  /** Processes outlive their runs, and so may a queue's. */
  @Test
  void aPassGoesOnThoughTheQueueOfWhatRunsIsGone() {
    bench.node("n", 8, 64 * GIB);
    bench.addQueue("gone", 0, 0);
    bench.addJobIn("gone", 1);
    bench.addJob("other", 1);
    bench.submit("gone");
    bench.pass.run();
    bench.jdbc.sql("update run set state = 'CANCELLED', finished_at = clock_timestamp()").update();
    bench.jdbc.sql("update job set queue = 'default'").update();
    bench.jdbc.sql("delete from queue where name = 'gone'").update();
    UUID other = bench.submit("other");
    bench.pass.run();
    assertThat(bench.hasDriver(other)).isTrue();
  }

  private void end(UUID run, FakeNode node) {
    bench.runs.cancel(run, "ada");
    node.work(); // ends it
    node.work(); // clears it, so that it is over
  }

  private List<UUID> submit(String job, int runs) {
    List<UUID> ids = new ArrayList<>();
    for (int i = 0; i < runs; i++) {
      ids.add(bench.submit(job));
    }
    return ids;
  }

  private long placed(List<UUID> runs) {
    return runs.stream().filter(bench::hasDriver).count();
  }

  private long executors(UUID run) {
    return bench.assignments.executors(bench.fence(run)).size();
  }

  /** A pass explains the first ones of a queue alone. */
  @Test
  void everyRunSaysItsNumberHoweverFarBackItIs() {
    bench.node("n", 2, 64 * GIB);
    bench.addQueue("other", 10, 0);
    bench.addJobIn("other", 1);
    bench.addJob("many", 1);
    bench.addJob("limited", ConcurrencyPolicy.QUEUE, 1);
    List<UUID> many = submit("many", 120);
    List<UUID> limited = submit("limited", 2);
    UUID alone = bench.submit("other");
    bench.pass.run();
    assertThat(bench.hasDriver(alone)).isTrue();
    for (int number = 1; number <= 120; number++) {
      assertThat(reason(many.get(number - 1)).message())
          .endsWith(" It is number %d in queue default.".formatted(number));
    }
    assertThat(reason(many.get(119)))
        .isEqualTo(
            new Reason(
                "WAITING_FOR_CAPACITY",
                "Waits its turn: run %s is the first that waits in its queue. It is number 120 in queue default."
                    .formatted(many.get(0))));
    assertThat(reason(limited.get(1)).code()).isEqualTo("CONCURRENCY_LIMIT");
    assertThat(reason(limited.get(1)).message()).endsWith(" It is number 122 in queue default.");
    assertThat(bench.runs.list(new RunFilter(null, null, null, Set.of(), null), 200))
        .filteredOn(found -> found.run().state() == RunState.QUEUED)
        .hasSize(122)
        .allSatisfy(found -> assertThat(found.run().reason()).isNotNull());
    bench.runs.cancel(many.get(0), "ada");
    assertThat(reason(many.get(119)).message())
        .as("without a pass")
        .contains(many.get(1).toString())
        .contains("number 119");
  }

  private Reason reason(UUID run) {
    return Objects.requireNonNull(bench.runs.get(run).run().reason());
  }
}
