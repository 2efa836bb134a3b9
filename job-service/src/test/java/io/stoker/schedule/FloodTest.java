package io.stoker.schedule;

import static io.stoker.schedule.ScheduleBench.JOB;
import static org.assertj.core.api.Assertions.assertThat;

import io.stoker.run.RunState;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Schedules that ask for more than there is: the rest of the platform must not feel them. */
class FloodTest {
  private static final int SCHEDULES = 10;

  private final ScheduleBench bench = ScheduleBench.start();

  @AfterEach
  void close() {
    bench.close();
  }

  /** Goes red without the bound, and now and then without the lock that makes it exact. */
  @Test
  void tenSchedulesOfOneSecondOnOneJobKeepTenRunsWaitingAndFewRows() throws Exception {
    List<Schedule> schedules = new ArrayList<>();
    for (int i = 0; i < SCHEDULES; i++) {
      schedules.add(bench.add("* * * * * ?", CatchUp.last(), Overlap.ALLOW));
    }
    ExecutorService threads = Executors.newFixedThreadPool(8);
    try (ScheduleBench other = bench.anotherServer()) {
      for (int round = 0; round < 3; round++) {
        schedules.forEach(schedule -> bench.rewind(schedule, Duration.ofSeconds(30)));
        bench.jdbc.sql("delete from fire").update();
        List<Callable<Void>> wakes = new ArrayList<>();
        for (Schedule schedule : schedules) {
          wakes.add(wake(bench, schedule));
          wakes.add(wake(other, schedule));
        }
        for (Future<Void> wake : threads.invokeAll(wakes)) {
          wake.get();
        }
        assertThat(waiting()).isEqualTo(ScheduleLimits.DEFAULTS.waitingPerJob());
      }
    }
    threads.shutdown();
    int rows = 0;
    for (Schedule schedule : schedules) {
      List<Fire> fires = bench.fires(schedule);
      rows += fires.size();
      assertThat(fires.stream().mapToLong(Fire::times).sum()).isGreaterThanOrEqualTo(30);
    }
    assertThat(rows).isLessThanOrEqualTo(SCHEDULES + ScheduleLimits.DEFAULTS.waitingPerJob());
    bench.addJob("other");
    assertThat(bench.runs.submit("other", Map.of(), "ada", null).state())
        .isEqualTo(RunState.QUEUED);
  }

  private static Callable<Void> wake(ScheduleBench server, Schedule schedule) {
    return () -> {
      server.wakeUps.wake(schedule.id());
      return null;
    };
  }

  @Test
  void timesThatAreToBeMadeUpForWaitForRoom() {
    Schedule schedule = bench.add("* * * * *", CatchUp.all(100), Overlap.ALLOW);
    bench.rewind(schedule, Duration.ofMinutes(25));
    Instant mark = bench.read(schedule).decidedUntil();

    bench.sweep.run();
    assertThat(waiting()).isEqualTo(10);
    Schedule held = bench.read(schedule);
    assertThat(held.decidedUntil()).isBefore(held.nextFireAt());
    assertThat(held.nextFireAt()).isBefore(bench.store.now());
    bench.finishRuns();
    bench.sweep.run();
    bench.finishRuns();
    bench.sweep.run();

    List<Fire> fires = bench.fires(schedule);
    assertThat(fires).hasSizeBetween(25, 26).allMatch(fire -> fire.run() != null);
    assertThat(fires.get(0).first()).isBetween(mark, mark.plusSeconds(60));
    assertThat(bench.read(schedule).nextFireAt()).isAfter(mark.plus(Duration.ofMinutes(25)));
  }

  /** Refused by its queue, which takes none: recorded once, and not tried again. */
  @Test
  void aFullQueueSkipsTheTimeWithItsReason() {
    Schedule schedule = bench.add("* * * * *", CatchUp.all(100), Overlap.ALLOW);
    bench.jdbc.sql("update queue set max_waiting = 3").update();
    bench.rewind(schedule, Duration.ofMinutes(9));
    bench.sweep.run();
    bench.sweep.run();

    assertThat(waiting()).isEqualTo(3);
    List<Fire> fires = bench.fires(schedule);
    assertThat(fires).hasSize(4);
    Fire skipped = fires.get(3);
    assertThat(skipped.run()).isNull();
    assertThat(skipped.times()).isBetween(6L, 7L);
    assertThat(ScheduleBench.reason(skipped).code()).isEqualTo("QUEUE_FULL");
    assertThat(ScheduleBench.reason(skipped).message()).contains("queue default", "maxWaiting 3");
    assertThat(bench.read(schedule).nextFireAt()).isAfter(bench.store.now());
  }

  /** A pause, or another cron, must be possible while there is no room. */
  @Test
  void aChangeDoesNotWaitForRoom() {
    Schedule schedule = bench.add("* * * * *", CatchUp.all(100), Overlap.ALLOW);
    bench.rewind(schedule, Duration.ofMinutes(25));
    bench.sweep.run();

    Schedule paused = bench.schedules.pause(JOB, schedule.id());

    assertThat(paused.paused()).isTrue();
    List<Fire> fires = bench.fires(schedule);
    Fire last = fires.get(fires.size() - 1);
    assertThat(ScheduleBench.reason(last).code()).isEqualTo(Policy.TOO_MANY_WAITING);
    assertThat(fires.stream().mapToLong(Fire::times).sum()).isBetween(25L, 26L);
  }

  private int waiting() {
    return (int) bench.runsOfJob().stream().filter(run -> run.state() == RunState.QUEUED).count();
  }
}
