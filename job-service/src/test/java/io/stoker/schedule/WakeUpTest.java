package io.stoker.schedule;

import static io.stoker.schedule.ScheduleBench.JOB;
import static io.stoker.schedule.ScheduleBench.reason;
import static io.stoker.schedule.ScheduleBench.scheduled;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.stoker.job.ParameterType;
import io.stoker.revision.ExpectedRevision;
import io.stoker.run.Argument;
import io.stoker.run.Run;
import io.stoker.run.RunState;
import io.stoker.run.WaitingRun;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

/** What wake-ups do to the rows, on real PostgreSQL. */
class WakeUpTest {
  private static final String EVERY_SECOND = "* * * * * ?";
  private static final ScheduleLimits ROOMY = new ScheduleLimits(Duration.ofSeconds(60), 1000, 20);

  private final ScheduleBench bench = ScheduleBench.start(ROOMY);

  @AfterEach
  void close() {
    bench.close();
  }

  @Test
  void aDueTimeBecomesARunAndTheAlarmIsSetForTheNext() {
    Schedule schedule = bench.add("0 * * * *", CatchUp.last(), Overlap.SKIP);
    assertThat(bench.clock.alarms.get(schedule.id())).isBetween(Duration.ZERO, Duration.ofHours(1));
    bench.clock.alarms.clear();
    bench.wakeUps.wake(schedule.id());
    assertThat(bench.runsOfJob()).isEmpty();

    bench.rewind(schedule, Duration.ofHours(1));
    bench.wakeUps.wake(schedule.id());

    assertThat(bench.runsOfJob()).hasSize(1);
    Run run = bench.runsOfJob().get(0);
    Fire fire = bench.fires(schedule).get(0);
    assertThat(fire.run()).isEqualTo(run.id());
    assertThat(fire.runState()).isEqualTo(RunState.QUEUED);
    assertThat(fire.lateBy()).isBetween(Duration.ZERO, Duration.ofHours(1));
    assertThat(scheduled(run).scheduleId()).isEqualTo(schedule.id());
    assertThat(scheduled(run).nominalTime()).isEqualTo(fire.first());
    assertThat(run.createdBy()).isEqualTo("ada");
    assertThat(bench.runs.events(run.id(), 0, 10).get(0).data())
        .containsEntry("nominalTime", fire.first().toString());
    Schedule after = bench.read(schedule);
    assertThat(after.nextFireAt()).isEqualTo(fire.first().plusSeconds(3600));
    assertThat(bench.clock.alarms.get(schedule.id())).isBetween(Duration.ZERO, Duration.ofHours(1));
  }

  /**
   * I1, I2, I15: goes red without the lock on the schedule's row, and doubles runs when the unique
   * keys are gone too.
   */
  @RepeatedTest(5)
  void wakeUpsAtTheSameMomentDecideOverEachTimeOnce() {
    Schedule schedule = bench.add(EVERY_SECOND, CatchUp.all(100), Overlap.ALLOW);
    try (ScheduleBench other = bench.anotherServer()) {
      bench.rewind(schedule, Duration.ofSeconds(30));
      Instant mark = bench.read(schedule).decidedUntil();

      List<Object> outcomes =
          Race.of(
              () -> bench.wakeUps.wake(schedule.id()),
              () -> other.wakeUps.wake(schedule.id()),
              () -> bench.sweep.run(),
              () -> other.wakeUps.wake(schedule.id()),
              () -> other.sweep.run());

      assertThat(outcomes).doesNotHaveAnyElementsOfTypes(Throwable.class);
      assertEachOnce(schedule, mark);
      assertThat(bench.fires(schedule)).allMatch(fire -> fire.run() != null);
      assertThat(bench.runsOfJob()).hasSameSizeAs(bench.fires(schedule));
    }
  }

  /** I1 without its lock: the keys alone keep a time from making two runs. */
  @Test
  void aMarkThatIsPutBackMakesNoSecondRun() {
    Schedule schedule = bench.add(EVERY_SECOND, CatchUp.all(100), Overlap.ALLOW);
    bench.rewind(schedule, Duration.ofSeconds(10));
    bench.wakeUps.wake(schedule.id());
    int runs = bench.runsOfJob().size();

    bench.rewind(schedule, Duration.ofSeconds(10));
    assertThatThrownBy(() -> bench.wakeUps.wake(schedule.id()))
        .hasMessageContaining("duplicate key");
    assertThat(bench.runsOfJob()).hasSize(runs);
  }

  /** A server that is killed in the middle leaves nothing, and the next one does all of it. */
  @Test
  void aKillInTheMiddleLeavesAllOrNothing() throws Exception {
    Schedule schedule = bench.add(EVERY_SECOND, CatchUp.all(100), Overlap.ALLOW);
    bench.rewind(schedule, Duration.ofSeconds(20));
    Instant mark = bench.read(schedule).decidedUntil();
    // the tenth run blocks on a key that another transaction has taken
    Instant tenth = schedule.spec().fireTimes().between(mark, Instant.MAX, 10).get(9).at();
    ExecutorService thread = Executors.newSingleThreadExecutor();
    Future<?> wake =
        bench.transaction.execute(
            status -> {
              takeKey(schedule, tenth);
              Future<?> blocked = thread.submit(() -> bench.wakeUps.wake(schedule.id()));
              await().until(() -> blockedBackends() == 1);
              killBlockedBackends();
              await().until(blocked::isDone);
              status.setRollbackOnly();
              return blocked;
            });
    assertThatThrownBy(wake::get).isNotNull();
    assertThat(bench.fires(schedule)).isEmpty();
    assertThat(bench.runsOfJob()).isEmpty();
    assertThat(bench.read(schedule).decidedUntil()).isEqualTo(mark);

    bench.sweep.run();
    assertEachOnce(schedule, mark);
    assertThat(bench.runsOfJob()).hasSameSizeAs(bench.fires(schedule));
    thread.shutdown();
  }

  private void takeKey(Schedule schedule, Instant time) {
    bench
        .jdbc
        .sql(
            """
            insert into fire (schedule_id, nominal_at, last_at, times, reason_code, reason_message)
            values (:id, :at, :at, 1, 'X', 'x')
            """)
        .param("id", schedule.id())
        .param("at", time.atOffset(ZoneOffset.UTC))
        .update();
  }

  private static final String BLOCKED =
      """
      from pg_stat_activity
      where datname = current_database() and cardinality(pg_blocking_pids(pid)) > 0
      """;

  private int blockedBackends() {
    return bench.jdbc.sql("select count(*) " + BLOCKED).query(Integer.class).single();
  }

  private void killBlockedBackends() {
    bench.jdbc.sql("select pg_terminate_backend(pid) " + BLOCKED).query(Boolean.class).list();
  }

  @Test
  void longDowntimeIsDecidedOverInBatchesAndSkippedTimesAreOneRow() {
    Schedule schedule = bench.add(EVERY_SECOND, CatchUp.last(), Overlap.ALLOW);
    bench.rewind(schedule, Duration.ofHours(1));
    Instant mark = bench.read(schedule).decidedUntil();

    bench.wakeUps.wake(schedule.id());

    assertEachOnce(schedule, mark);
    List<Fire> fires = bench.fires(schedule);
    assertThat(reason(fires.get(0)).code()).isEqualTo(Policy.MISSED);
    assertThat(fires.get(0).times()).isBetween(3530L, 3550L);
    assertThat(fires.subList(1, fires.size())).allMatch(fire -> fire.run() != null);
  }

  @Test
  void catchUpMakesUpForTheNewestOnes() {
    for (CatchUp catchUp : List.of(CatchUp.none(), CatchUp.last(), CatchUp.all(3))) {
      Schedule schedule = bench.add("0 0 * * *", catchUp, Overlap.ALLOW);
      bench.rewind(schedule, Duration.ofDays(700));
      Instant mark = bench.read(schedule).decidedUntil();

      bench.wakeUps.wake(schedule.id());

      List<Fire> fires = bench.fires(schedule);
      assertThat(fires.stream().mapToLong(Fire::times).sum()).isEqualTo(700);
      assertThat(fires.stream().filter(fire -> fire.run() != null)).hasSize(catchUp.max());
      assertThat(fires.get(0).first()).isAfter(mark);
      assertThat(fires.get(0).run()).isNull();
    }
  }

  /** I16: the database's clock goes back an hour, and no time comes a second time. */
  @Test
  void aClockThatIsSetBackRepeatsNothing() {
    Schedule schedule = bench.add(EVERY_SECOND, CatchUp.last(), Overlap.ALLOW);
    Instant later = bench.store.now().plus(Duration.ofHours(1));
    bench.store.moveMark(schedule.id(), later, later.plusSeconds(1));

    bench.wakeUps.wake(schedule.id());
    bench.sweep.run();

    assertThat(bench.fires(schedule)).isEmpty();
    assertThat(bench.read(schedule).decidedUntil()).isEqualTo(later.truncatedTo(ChronoUnit.MICROS));
  }

  @Test
  void timesInAPauseAreSkippedAsOneRange() {
    Schedule schedule = bench.add(EVERY_SECOND, CatchUp.all(100), Overlap.ALLOW);
    assertThat(bench.schedules.pause(JOB, schedule.id()).paused()).isTrue();
    bench.jdbc.sql("delete from fire").update();
    bench.jdbc.sql("delete from event").update();
    bench.jdbc.sql("delete from run").update();
    bench.rewind(schedule, Duration.ofSeconds(100));
    Instant mark = bench.read(schedule).decidedUntil();

    bench.sweep.run();
    Instant swept = bench.read(schedule).decidedUntil();
    await().until(() -> bench.store.now().isAfter(swept.plusSeconds(2)));
    Schedule resumed = bench.schedules.resume(JOB, schedule.id());

    assertThat(resumed.paused()).isFalse();
    assertThat(resumed.decidedUntil()).isAfter(swept);
    assertThat(bench.fires(schedule)).hasSize(1);
    assertThat(reason(bench.fires(schedule).get(0)).code()).isEqualTo(Policy.PAUSED);
    assertEachOnce(resumed, mark);
    assertThat(bench.runsOfJob()).isEmpty();
    assertThat(bench.schedules.resume(JOB, schedule.id()).revision()).isEqualTo(resumed.revision());
  }

  @Test
  void aChangeDecidesOverWhatWasDueByWhatItWas() {
    Schedule schedule = bench.add("* * * * *", CatchUp.all(100), Overlap.ALLOW);
    bench.rewind(schedule, Duration.ofMinutes(5));

    Schedule changed =
        bench.schedules.replace(
            JOB,
            schedule.id(),
            ExpectedRevision.of(1),
            ScheduleBench.draft("0 0 1 1 *", CatchUp.none(), Overlap.SKIP),
            List.of());

    assertThat(changed.revision()).isEqualTo(2);
    assertThat(bench.runsOfJob()).hasSize(5);
    bench.wakeUps.wake(schedule.id());
    assertThat(bench.runsOfJob()).hasSize(5);
    assertThat(Objects.requireNonNull(changed.nextFireAt()).toString())
        .endsWith("-01-01T00:00:00Z");
  }

  @Test
  void overlapSkipLeavesOutAndQueueKeepsTheOrder() {
    Schedule skipping = bench.add("* * * * *", CatchUp.all(100), Overlap.SKIP);
    bench.rewind(skipping, Duration.ofMinutes(3));
    bench.wakeUps.wake(skipping.id());
    List<Fire> fires = bench.fires(skipping);
    assertThat(fires).hasSize(2);
    assertThat(fires.get(1).times()).isEqualTo(2);
    assertThat(reason(fires.get(1)).code()).isEqualTo(Policy.OVERLAP);
    assertThat(reason(fires.get(1)).message()).contains(String.valueOf(fires.get(0).run()));
    bench.finishRuns();

    Schedule queueing = bench.add("* * * * *", CatchUp.all(100), Overlap.QUEUE);
    bench.rewind(queueing, Duration.ofMinutes(3));
    bench.wakeUps.wake(queueing.id());
    List<UUID> runs = bench.fires(queueing).stream().map(Fire::run).toList();
    assertThat(runs).hasSize(3).doesNotContainNull();
    assertThat(Objects.requireNonNull(bench.runs.get(runs.get(2)).run().reason()).message())
        .contains("Waits until the earlier runs of its schedule are over");
    for (UUID run : runs) {
      assertThat(waiting()).containsExactly(run);
      bench.runs.cancel(run, "ada");
    }
    assertThat(waiting()).isEmpty();
  }

  private List<UUID> waiting() {
    return bench.transaction.execute(
        status -> bench.queue.waiting(100).stream().map(WaitingRun::runId).toList());
  }

  @Test
  void aRunThatTheJobCannotMakeIsASkipWithTheReason() {
    Schedule schedule =
        bench.add(
            new ScheduleDraft(
                null, "* * * * *", "UTC", null, null, Map.of("minDelay", 60), null, "ALLOW"));
    bench.changeParameter(ParameterType.DATE);
    bench.rewind(schedule, Duration.ofMinutes(1));
    bench.wakeUps.wake(schedule.id());
    bench.changeParameter(ParameterType.INTEGER);
    bench.capacity.tooSmall("The driver needs 4 cores, and the largest node has 2.");
    bench.jdbc.sql("update fire set nominal_at = nominal_at - interval '1 day'").update();
    bench.rewind(schedule, Duration.ofMinutes(1));
    bench.wakeUps.wake(schedule.id());

    List<Fire> fires = bench.fires(schedule);
    assertThat(reason(fires.get(0)).code()).isEqualTo("VALIDATION_FAILED");
    assertThat(reason(fires.get(0)).message()).contains("/parameters/minDelay");
    assertThat(reason(fires.get(1)).code()).isEqualTo("DOES_NOT_FIT");
    assertThat(reason(fires.get(1)).message()).contains("4 cores");
    assertThat(bench.runsOfJob()).isEmpty();
  }

  /** The refusal must leave the transaction whole: what came before it stands. */
  @Test
  void aTimeThatTheJobsConcurrencyTurnsDownIsASkip() {
    bench.limitJob(2);
    Schedule schedule = bench.add("* * * * *", CatchUp.all(100), Overlap.ALLOW);
    bench.rewind(schedule, Duration.ofMinutes(5));

    bench.wakeUps.wake(schedule.id());

    List<Fire> fires = bench.fires(schedule);
    assertThat(fires).hasSize(3);
    assertThat(fires.get(1).run()).isNotNull();
    assertThat(reason(fires.get(2)).code()).isEqualTo("CONCURRENCY_LIMIT");
    assertThat(fires.get(2).times()).isEqualTo(3);
    assertThat(bench.runsOfJob()).hasSize(2);
  }

  @Test
  void theNominalTimeIsAParameterForWhomItIsAskedFor() {
    Schedule schedule =
        bench.add(
            new ScheduleDraft(
                null,
                "30 23 * * *",
                "America/New_York",
                null,
                null,
                Map.of(
                    "day", "${nominalTime}",
                    "at", "${nominalTime}",
                    "text", "${nominalTime}",
                    "minDelay", 7),
                null,
                null));
    bench.rewind(schedule, Duration.ofDays(1));
    bench.wakeUps.wake(schedule.id());

    Run run = bench.runsOfJob().get(0);
    Instant nominal = scheduled(run).nominalTime();
    LocalDate day = LocalDate.ofInstant(nominal, ZoneId.of("America/New_York"));
    assertThat(run.parameters())
        .containsEntry("day", new Argument(ParameterType.DATE, day.toString()))
        .containsEntry("at", new Argument(ParameterType.TIMESTAMP, nominal.toString()))
        .containsEntry("minDelay", new Argument(ParameterType.INTEGER, "7"));
    assertThat(String.valueOf(run.parameters().get("text"))).contains(day + "T23:30-0");
  }

  @Test
  void aDeletedJobEndsItsSchedules() {
    Schedule schedule = bench.add("* * * * *", CatchUp.all(100), Overlap.ALLOW);
    bench.rewind(schedule, Duration.ofMinutes(3));

    bench.jobs.delete(JOB, new ExpectedRevision.Any());
    bench.wakeUps.wake(schedule.id());
    bench.sweep.run();

    assertThat(bench.runsOfJob()).isEmpty();
    bench.alarms.run();
    assertThat(bench.clock.alarms).isEmpty();
    bench.addJob(JOB);
    assertThat(bench.schedules.list(JOB, null, 10)).isEmpty();
  }

  @Test
  void alarmsAreMadeAnewFromTheRows() {
    Schedule active = bench.add("0 0 * * *", CatchUp.last(), Overlap.SKIP);
    Schedule paused = bench.add("0 1 * * *", CatchUp.last(), Overlap.SKIP);
    bench.schedules.pause(JOB, paused.id());
    bench.clock.alarms.clear();
    bench.clock.alarms.put(UUID.randomUUID(), Duration.ZERO);

    bench.alarms.run();

    assertThat(bench.clock.alarms).containsOnlyKeys(active.id());
    Duration left = Duration.between(bench.store.now(), active.nextFireAt());
    assertThat(bench.clock.alarms.get(active.id()))
        .isBetween(left.minusSeconds(60), left.plusSeconds(60));
  }

  /** I2: every time after a mark and up to the mark now is in exactly one row. */
  private void assertEachOnce(Schedule schedule, Instant mark) {
    Instant until = bench.read(schedule).decidedUntil();
    List<Instant> wanted = new ArrayList<>();
    for (Instant at = Instant.ofEpochSecond(mark.getEpochSecond() + 1);
        !at.isAfter(until);
        at = at.plusSeconds(1)) {
      wanted.add(at);
    }
    List<Instant> found = new ArrayList<>();
    for (Fire fire : bench.fires(schedule)) {
      for (Instant at = fire.first(); !at.isAfter(fire.last()); at = at.plusSeconds(1)) {
        found.add(at);
      }
    }
    assertThat(found).isEqualTo(wanted);
    assertThat(bench.fires(schedule).stream().mapToLong(Fire::times).sum())
        .isEqualTo(wanted.size());
  }
}
