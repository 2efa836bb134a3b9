package io.stoker.quartz;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.stoker.database.TestDatabase;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Two servers' timers on one PostgreSQL. */
class QuartzScheduleTimerTest {
  private static final Duration SOON = Duration.ofMillis(500);
  private static final Duration FAR = Duration.ofHours(1);

  private final DataSource database = TestDatabase.fresh();
  private final Set<UUID> rung = ConcurrentHashMap.newKeySet();
  private final ConcurrentLinkedQueue<UUID> twice = new ConcurrentLinkedQueue<>();
  private final List<QuartzScheduleTimer> timers = new ArrayList<>();

  @AfterEach
  void stop() {
    timers.forEach(QuartzScheduleTimer::stop);
  }

  @Test
  void anAlarmRingsOnceOnOneOfThem() {
    QuartzScheduleTimer one = timer(this::ring);
    QuartzScheduleTimer other = timer(this::ring);
    Set<UUID> schedules = new HashSet<>();
    Stream.generate(UUID::randomUUID).limit(30).forEach(schedules::add);
    schedules.forEach(
        schedule -> (schedule.hashCode() % 2 == 0 ? one : other).wakeAfter(schedule, SOON));

    await().until(() -> rung.containsAll(schedules) && count("qrtz_triggers") == 0);
    assertThat(twice).isEmpty();
  }

  /**
   * While another server holds the lock, none takes an alarm. Goes red without {@code
   * acquireTriggersWithinLock}: it is taken then, and may be taken twice.
   */
  @Test
  void alarmsAreTakenWithinTheLock() throws SQLException {
    UUID schedule = UUID.randomUUID();
    timer(this::ring).wakeAfter(schedule, FAR);
    timer(this::ring);
    try (Connection holder = database.getConnection();
        Statement lock = holder.createStatement()) {
      holder.setAutoCommit(false);
      lock.execute(
          "select * from qrtz_locks where lock_name = 'TRIGGER_ACCESS' and sched_name = 'schedules'"
              + " for update");
      makeDue();
      await()
          .atMost(Duration.ofSeconds(30))
          .until(
              () ->
                  count(
                          "pg_stat_activity where datname = current_database()"
                              + " and cardinality(pg_blocking_pids(pid)) > 0")
                      > 0);
      assertThat(count("qrtz_triggers where trigger_state = 'WAITING'")).isEqualTo(1);
      assertThat(rung).isEmpty();
      holder.rollback();
    }
    await().until(() -> rung.contains(schedule));
  }

  /** What rings sets the next alarm, as schedules do, and the servers take turns. */
  @Test
  void whatRingsMaySetTheNextAlarm() {
    List<QuartzScheduleTimer> both = timers;
    Map<UUID, Integer> left = new ConcurrentHashMap<>(Map.of(UUID.randomUUID(), 8));
    Consumer<UUID> again =
        schedule -> {
          int more = left.merge(schedule, -1, Integer::sum);
          if (more > 0) {
            both.get(more % 2).wakeAfter(schedule, Duration.ofMillis(20));
          }
        };
    timer(again);
    timer(again);
    left.keySet().forEach(schedule -> both.get(0).wakeAfter(schedule, Duration.ZERO));

    await().until(() -> left.values().stream().allMatch(more -> more == 0));
    await().until(() -> count("qrtz_triggers") == 0);
  }

  @Test
  void anAlarmOutlivesTheServerThatSetIt() throws SQLException {
    UUID schedule = UUID.randomUUID();
    QuartzScheduleTimer first = timer(this::ring);
    first.wakeAfter(schedule, FAR);
    first.stop();
    first.wakeAfter(UUID.randomUUID(), Duration.ZERO);
    makeDue();

    timer(this::ring);
    await().until(() -> rung.contains(schedule));
    assertThat(rung).hasSize(1);
  }

  @Test
  void aWakeUpThatFailsIsLeftToTheSweep() {
    UUID schedule = UUID.randomUUID();
    QuartzScheduleTimer timer =
        timer(
            woken -> {
              ring(woken);
              throw new IllegalStateException("database is away");
            });
    timer.wakeAfter(schedule, Duration.ZERO);
    await().until(() -> rung.contains(schedule) && count("qrtz_triggers") == 0);

    UUID other = UUID.randomUUID();
    timer.wakeAfter(other, Duration.ZERO);
    await().until(() -> rung.contains(other));
  }

  @Test
  void lostAlarmsAreSetAgainAndThoseTooManyGo() throws SQLException {
    UUID kept = UUID.randomUUID();
    UUID tooMany = UUID.randomUUID();
    UUID lost = UUID.randomUUID();
    QuartzScheduleTimer timer = timer(this::ring);
    timer.wakeAfter(kept, FAR);
    timer.wakeAfter(tooMany, FAR);

    timer.reconcile(new HashMap<>(Map.of(kept, FAR, lost, FAR)));
    assertThat(alarms()).containsExactlyInAnyOrder(kept.toString(), lost.toString());

    change("truncate qrtz_triggers, qrtz_simple_triggers, qrtz_job_details cascade");
    timer.reconcile(new HashMap<>(Map.of(kept, FAR, lost, Duration.ZERO)));
    await().until(() -> rung.contains(lost));
    assertThat(alarms()).containsExactly(kept.toString());
  }

  /** What is hours away is taken by nobody yet. */
  private void makeDue() throws SQLException {
    change("update qrtz_triggers set next_fire_time = " + System.currentTimeMillis());
  }

  private void change(String sql) throws SQLException {
    try (Connection connection = database.getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private void ring(UUID schedule) {
    if (!rung.add(schedule)) {
      twice.add(schedule);
    }
  }

  private QuartzScheduleTimer timer(Consumer<UUID> wake) {
    QuartzScheduleTimer timer = new QuartzScheduleTimer(database, wake);
    timers.add(timer);
    timer.start();
    return timer;
  }

  private long count(String rows) {
    return Long.parseLong(strings("select count(*) from " + rows).get(0));
  }

  private List<String> alarms() {
    return strings("select job_name from qrtz_triggers");
  }

  private List<String> strings(String sql) {
    try (Connection connection = database.getConnection();
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      List<String> all = new ArrayList<>();
      while (row.next()) {
        all.add(row.getString(1));
      }
      return all;
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }
}
