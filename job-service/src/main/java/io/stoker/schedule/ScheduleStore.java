package io.stoker.schedule;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Rows of schedules. A schedule's row lock orders everything that decides over its times. */
@Repository
class ScheduleStore {
  private static final String INSERT =
      """
      insert into schedule (job_id, name, cron, zone, start_at, end_at, parameters, catch_up,
                            catch_up_max, overlap, decided_until, next_fire_at, created_by)
      values (:job, :name, :cron, :zone, :startAt, :endAt, :parameters::jsonb, :catchUp,
              :catchUpMax, :overlap, :now, :next, :by)
      on conflict (job_id, name) where deleted_at is null do nothing
      returning id
      """;

  private static final String CHANGE =
      """
      update schedule
      set revision = revision + 1, updated_at = clock_timestamp(), name = :name, cron = :cron,
          zone = :zone, start_at = :startAt, end_at = :endAt, parameters = :parameters::jsonb,
          catch_up = :catchUp, catch_up_max = :catchUpMax, overlap = :overlap, next_fire_at = :next
      where id = :id
      """;

  // no key update: rows that refer to the schedule can be inserted meanwhile
  private static final String LOCK =
      "select * from schedule where id = :id and deleted_at is null for no key update";

  private static final String MOVE_MARK =
      """
      update schedule set decided_until = :mark, next_fire_at = :next
      where id = :id and decided_until <= :mark
      """;

  private static final String DUE =
      """
      select id from schedule
      where deleted_at is null and next_fire_at <= clock_timestamp()
      order by next_fire_at
      limit :limit
      """;

  private static final String ALARMS =
      """
      select id, extract(epoch from next_fire_at - clock_timestamp()) * 1000 millis
      from schedule
      where deleted_at is null and not paused and next_fire_at is not null
      """;

  private final JdbcClient jdbc;

  ScheduleStore(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** The database's clock. */
  Instant now() {
    return jdbc.sql("select clock_timestamp()").query(OffsetDateTime.class).single().toInstant();
  }

  /** Empty when the job has another schedule of that name. */
  Optional<UUID> insert(
      UUID job, ScheduleSpec spec, Instant now, @Nullable Instant next, String by) {
    return jdbc.sql(INSERT)
        .params(columns(spec, next))
        .param("job", job)
        .param("now", timestamp(now))
        .param("by", by)
        .query(UUID.class)
        .optional();
  }

  void change(UUID id, ScheduleSpec spec, @Nullable Instant next) {
    jdbc.sql(CHANGE).params(columns(spec, next)).param("id", id).update();
  }

  boolean nameIsTaken(UUID job, String name, UUID except) {
    return jdbc.sql(
            """
            select exists (select from schedule
                           where job_id = :job and name = :name and id <> :except
                             and deleted_at is null)
            """)
        .param("job", job)
        .param("name", name)
        .param("except", except)
        .query(Boolean.class)
        .single();
  }

  void pause(UUID id, boolean paused) {
    jdbc.sql(
            """
            update schedule
            set paused = :paused, revision = revision + 1, updated_at = clock_timestamp()
            where id = :id
            """)
        .param("id", id)
        .param("paused", paused)
        .update();
  }

  void delete(UUID id) {
    jdbc.sql("update schedule set deleted_at = clock_timestamp() where id = :id")
        .param("id", id)
        .update();
  }

  void deleteAllOf(UUID job) {
    jdbc.sql(
            """
            update schedule set deleted_at = clock_timestamp()
            where job_id = :job and deleted_at is null
            """)
        .param("job", job)
        .update();
  }

  /** Takes the row lock until the end of the transaction; empty when there is no such schedule. */
  Optional<Schedule> lock(UUID id) {
    return jdbc.sql(LOCK).param("id", id).query(ScheduleStore::schedule).optional();
  }

  Optional<Schedule> find(UUID id) {
    return jdbc.sql("select * from schedule where id = :id and deleted_at is null")
        .param("id", id)
        .query(ScheduleStore::schedule)
        .optional();
  }

  int countOf(UUID job) {
    return jdbc.sql("select count(*) from schedule where job_id = :job and deleted_at is null")
        .param("job", job)
        .query(Integer.class)
        .single();
  }

  /** Newest first, older than a given one when there is one. */
  List<Schedule> page(UUID job, @Nullable UUID before, int limit) {
    return jdbc.sql(
            """
            select * from schedule
            where job_id = :job and deleted_at is null
              and (:before::uuid is null or id < :before)
            order by id desc
            limit :limit
            """)
        .param("job", job)
        .param("before", before)
        .param("limit", limit)
        .query(ScheduleStore::schedule)
        .list();
  }

  /** Moves the mark, never back. */
  void moveMark(UUID id, Instant mark, @Nullable Instant next) {
    jdbc.sql(MOVE_MARK)
        .param("id", id)
        .param("mark", timestamp(mark))
        .param("next", next == null ? null : timestamp(next))
        .update();
  }

  /** Schedules that are to be looked at now, the latest first. */
  List<UUID> due(int limit) {
    return jdbc.sql(DUE).param("limit", limit).query(UUID.class).list();
  }

  /** When each schedule that may fire is due next, in milliseconds from now. */
  Map<UUID, Long> alarms() {
    Map<UUID, Long> alarms = new HashMap<>();
    jdbc.sql(ALARMS)
        .query(
            row -> {
              alarms.put(
                  row.getObject("id", UUID.class), (long) Math.ceil(row.getDouble("millis")));
            });
    return alarms;
  }

  private static Map<String, Object> columns(ScheduleSpec spec, @Nullable Instant next) {
    Map<String, Object> columns = new HashMap<>();
    columns.put("name", spec.name());
    columns.put("cron", spec.cron().text());
    columns.put("zone", spec.zone().getId());
    columns.put("startAt", spec.startAt() == null ? null : timestamp(spec.startAt()));
    columns.put("endAt", spec.endAt() == null ? null : timestamp(spec.endAt()));
    columns.put("parameters", ParameterJson.write(spec.parameters()));
    columns.put("catchUp", spec.catchUp().policy().name());
    columns.put("catchUpMax", spec.catchUp().max());
    columns.put("overlap", spec.overlap().name());
    columns.put("next", next == null ? null : timestamp(next));
    return columns;
  }

  private static Schedule schedule(ResultSet row, int index) throws SQLException {
    ScheduleSpec spec =
        new ScheduleSpec(
            row.getString("name"),
            Cron.of(row.getString("cron")),
            ZoneId.of(row.getString("zone")),
            instant(row, "start_at"),
            instant(row, "end_at"),
            ParameterJson.read(row.getString("parameters")),
            new CatchUp(
                CatchUp.Policy.valueOf(row.getString("catch_up")), row.getInt("catch_up_max")),
            Overlap.valueOf(row.getString("overlap")));
    return new Schedule(
        row.getObject("id", UUID.class),
        row.getObject("job_id", UUID.class),
        row.getInt("revision"),
        spec,
        row.getBoolean("paused"),
        row.getObject("decided_until", OffsetDateTime.class).toInstant(),
        instant(row, "next_fire_at"),
        row.getString("created_by"),
        row.getObject("created_at", OffsetDateTime.class).toInstant(),
        row.getObject("updated_at", OffsetDateTime.class).toInstant());
  }

  private static OffsetDateTime timestamp(Instant moment) {
    return moment.atOffset(ZoneOffset.UTC);
  }

  private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
    OffsetDateTime at = row.getObject(column, OffsetDateTime.class);
    return at == null ? null : at.toInstant();
  }
}
