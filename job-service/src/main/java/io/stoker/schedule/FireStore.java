package io.stoker.schedule;

import io.stoker.run.Reason;
import io.stoker.run.RunState;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Rows of what became of nominal times; written under the lock of their schedule's row. */
@Repository
class FireStore {
  private static final String INSERT =
      """
      insert into fire (schedule_id, nominal_at, last_at, times, run_id, reason_code,
                        reason_message, decided_at)
      values (:schedule, :first, :last, :times, :run, :code, :message, clock_timestamp())
      """;

  // only the newest row can be what the range goes on from: whatever lies between is a row
  private static final String EXTEND =
      """
      update fire
      set last_at = :last, times = times + :times, decided_at = clock_timestamp()
      where schedule_id = :schedule
        and nominal_at = (select max(nominal_at) from fire where schedule_id = :schedule)
        and last_at < :first
        and run_id is null and reason_code = :code and reason_message = :message
      """;

  private static final String PAGE =
      """
      select fire.*, run.state run_state
      from fire left join run on run.id = fire.run_id
      where fire.schedule_id = :schedule
        and (:before::timestamptz is null or fire.nominal_at < :before)
      order by fire.nominal_at desc
      limit :limit
      """;

  private final JdbcClient jdbc;

  FireStore(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  void insertRun(UUID schedule, Instant nominalTime, UUID run, @Nullable Reason note) {
    insert(schedule, nominalTime, nominalTime, 1, run, note);
  }

  /** Records times that were skipped; they lengthen the range before them if they can. */
  void insertSkipped(UUID schedule, Instant first, Instant last, int times, Reason reason) {
    int extended =
        jdbc.sql(EXTEND)
            .param("schedule", schedule)
            .param("first", timestamp(first))
            .param("last", timestamp(last))
            .param("times", times)
            .param("code", reason.code())
            .param("message", reason.message())
            .update();
    if (extended == 0) {
      insert(schedule, first, last, times, null, reason);
    }
  }

  /** Newest first, before a given time when there is one. */
  List<Fire> page(UUID schedule, @Nullable Instant before, int limit) {
    return jdbc.sql(PAGE)
        .param("schedule", schedule)
        .param("before", before == null ? null : timestamp(before))
        .param("limit", limit)
        .query(FireStore::fire)
        .list();
  }

  private void insert(
      UUID schedule,
      Instant first,
      Instant last,
      int times,
      @Nullable UUID run,
      @Nullable Reason reason) {
    jdbc.sql(INSERT)
        .param("schedule", schedule)
        .param("first", timestamp(first))
        .param("last", timestamp(last))
        .param("times", times)
        .param("run", run)
        .param("code", reason == null ? null : reason.code())
        .param("message", reason == null ? null : reason.message())
        .update();
  }

  private static Fire fire(ResultSet row, int index) throws SQLException {
    String state = row.getString("run_state");
    String code = row.getString("reason_code");
    return new Fire(
        instant(row, "nominal_at"),
        instant(row, "last_at"),
        row.getLong("times"),
        row.getObject("run_id", UUID.class),
        state == null ? null : RunState.valueOf(state),
        code == null ? null : new Reason(code, row.getString("reason_message")),
        instant(row, "decided_at"));
  }

  private static OffsetDateTime timestamp(Instant moment) {
    return moment.atOffset(ZoneOffset.UTC);
  }

  private static Instant instant(ResultSet row, String column) throws SQLException {
    return row.getObject(column, OffsetDateTime.class).toInstant();
  }
}
