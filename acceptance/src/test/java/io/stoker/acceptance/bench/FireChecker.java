package io.stoker.acceptance.bench;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Looks from outside at what became of a schedule whose cron names every second: by JDBC of its
 * own, and with its own idea of which times there were. Each sentence that it says begins with the
 * number of the promise that is broken.
 */
final class FireChecker {
  private final Map<Instant, Integer> told = new HashMap<>();
  private final List<String> broken = new ArrayList<>();

  private FireChecker() {}

  /** What stands in the history: a run, or times that were skipped. */
  private record Fire(
      Instant first, Instant last, long times, @Nullable UUID run, @Nullable String reason) {}

  private record Run(UUID id, Instant nominal) {}

  /** All that is wrong; empty when every second from its making on is a run or a skip, once. */
  static List<String> broken(String url, String username, String password, UUID schedule) {
    FireChecker checker = new FireChecker();
    try (Connection database = DriverManager.getConnection(url, username, password)) {
      checker.check(
          bound(database, "created_at", schedule),
          bound(database, "decided_until", schedule),
          fires(database, schedule),
          runs(database, schedule));
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
    return checker.broken;
  }

  private void check(Instant made, Instant decided, List<Fire> fires, List<Run> runs) {
    fires.forEach(this::tell);
    Instant first = made.truncatedTo(ChronoUnit.SECONDS).plusSeconds(1);
    for (Instant at = first; !at.isAfter(decided); at = at.plusSeconds(1)) {
      Integer times = told.remove(at);
      if (times == null) {
        broken.add("I2: %s was missed: it is neither a run nor a skip".formatted(at));
      } else if (times > 1) {
        broken.add("I2: %s is told %d times".formatted(at, times));
      }
    }
    told.keySet().stream()
        .sorted()
        .forEach(at -> broken.add("I2: %s is extra: it is no time of the schedule".formatted(at)));
    checkRuns(fires, runs);
  }

  private void tell(Fire fire) {
    if (fire.run() == null && fire.reason() == null) {
      broken.add("I2: %s was skipped without a reason".formatted(fire.first()));
    }
    long seconds = 0;
    for (Instant at = fire.first(); !at.isAfter(fire.last()); at = at.plusSeconds(1)) {
      told.merge(at, 1, Integer::sum);
      seconds++;
    }
    if (seconds != fire.times() || (fire.run() != null && seconds != 1)) {
      broken.add(
          "I2: %d times are told from %s to %s".formatted(fire.times(), fire.first(), fire.last()));
    }
  }

  /** Each run stands for one time, and is the one that the history names for it. */
  private void checkRuns(List<Fire> fires, List<Run> runs) {
    Map<Instant, UUID> byTime = new HashMap<>();
    for (Run run : runs) {
      UUID other = byTime.put(run.nominal(), run.id());
      if (other != null) {
        broken.add("I1: %s has two runs, %s and %s".formatted(run.nominal(), other, run.id()));
      }
    }
    for (Fire fire : fires) {
      UUID run = byTime.remove(fire.first());
      if (fire.run() != null && !fire.run().equals(run)) {
        broken.add(
            "I1: %s is told to have run %s and has %s".formatted(fire.first(), fire.run(), run));
      } else if (fire.run() == null && run != null) {
        broken.add("I1: %s is told to be skipped and has run %s".formatted(fire.first(), run));
      }
    }
    byTime.forEach(
        (at, run) -> broken.add("I1: nothing tells of run %s for %s".formatted(run, at)));
  }

  private static Instant bound(Connection database, String column, UUID schedule)
      throws SQLException {
    return list(
            database,
            "select " + column + " from schedule where id = ?",
            schedule,
            row -> instant(row, 1))
        .get(0);
  }

  private static List<Fire> fires(Connection database, UUID schedule) throws SQLException {
    return list(
        database,
        """
        select nominal_at, last_at, times, run_id, reason_code from fire
        where schedule_id = ? order by nominal_at
        """,
        schedule,
        row ->
            new Fire(
                instant(row, 1),
                instant(row, 2),
                row.getLong(3),
                row.getObject(4, UUID.class),
                row.getString(5)));
  }

  private static List<Run> runs(Connection database, UUID schedule) throws SQLException {
    return list(
        database,
        "select id, nominal_at from run where schedule_id = ? order by id",
        schedule,
        row -> new Run(row.getObject(1, UUID.class), instant(row, 2)));
  }

  @FunctionalInterface
  private interface Row<T> {
    T of(ResultSet row) throws SQLException;
  }

  private static <T> List<T> list(Connection database, String sql, UUID schedule, Row<T> one)
      throws SQLException {
    try (PreparedStatement statement = database.prepareStatement(sql)) {
      statement.setObject(1, schedule);
      List<T> all = new ArrayList<>();
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          all.add(one.of(row));
        }
      }
      return all;
    }
  }

  private static Instant instant(ResultSet row, int column) throws SQLException {
    return row.getObject(column, OffsetDateTime.class).toInstant();
  }
}
