package io.stoker.run;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import tools.jackson.core.type.TypeReference;

/** Rows of runs. A run's row lock orders everything that moves the run or one of its attempts. */
@Component
class RunStore {
  private static final TypeReference<Map<String, Argument>> ARGUMENTS = new TypeReference<>() {};
  private static final TypeReference<Map<String, String>> SETTINGS = new TypeReference<>() {};

  private static final String INSERT =
      """
      insert into run (job_id, job_name, revision, queue, state, parameters, spark_conf, max_attempts,
                       timeout_ticks, created_by, schedule_id, nominal_at, in_order)
      values (:jobId, :jobName, :revision, :queue, 'QUEUED', :parameters::jsonb, :sparkConf::jsonb,
              :maxAttempts, :timeoutTicks, :createdBy, :schedule, :nominalAt, :inOrder)
      returning id
      """;

  private static final String PAGE =
      """
      select * from run
      where (:jobId::uuid is null or job_id = :jobId)
        and (:jobName::text is null or job_id in (select id from job where name = :jobName))
        and (:queue::text is null or queue = :queue)
        and (:states::text[] is null or state = any(:states))
        and (:before::uuid is null or id < :before)
      order by id desc
      limit :limit
      """;

  // no key update: the weakest lock that still excludes another holder of it, so that rows which
  // refer to the run can be inserted meanwhile
  private static final String LOCK = "select * from run where id = :id for no key update";

  private static final String MOVE =
      """
      update run
      set state = :to,
          reason_code = :code,
          reason_message = :message,
          next_attempt_at = clock_timestamp() + :backoffMillis * interval '1 millisecond',
          started_at = case when :to = 'STARTING' then coalesce(started_at, clock_timestamp())
                       else started_at end,
          finished_at = case when :terminal then clock_timestamp() end,
          last_event = last_event + 1
      where id = :id and state = :from
      returning last_event
      """;

  // the first attempt starts the time that a run may take
  private static final String COUNT_ATTEMPT =
      """
      update run
      set attempts = :number,
          started_tick = coalesce(started_tick, (select ticks from platform_clock))
      where id = :id and attempts = :number - 1
      """;

  private static final String EXPLAIN =
      """
      update run
      set reason_code = :code, reason_message = :message
      where id = :id and state in ('QUEUED', 'RETRY_WAIT', 'COMMITTING')
      """;

  private final JdbcClient jdbc;

  RunStore(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  UUID insert(NewRun run) {
    ScheduledFor scheduled = run.scheduled();
    return jdbc.sql(INSERT)
        .param("jobId", run.jobId())
        .param("jobName", run.jobName())
        .param("revision", run.revision())
        .param("queue", run.queue())
        .param("parameters", Json.write(run.parameters()))
        .param("sparkConf", Json.write(run.sparkConf()))
        .param("maxAttempts", run.maxAttempts())
        .param("timeoutTicks", run.timeoutTicks(), Types.BIGINT)
        .param("createdBy", run.createdBy())
        .param("schedule", scheduled == null ? null : scheduled.scheduleId())
        .param("nominalAt", scheduled == null ? null : timestamp(scheduled.nominalTime()))
        .param("inOrder", scheduled != null && scheduled.inOrder())
        .query(UUID.class)
        .single();
  }

  Optional<Run> find(UUID id) {
    return jdbc.sql("select * from run where id = :id")
        .param("id", id)
        .query(RunStore::run)
        .optional();
  }

  List<Run> page(RunFilter filter, int limit) {
    return jdbc.sql(PAGE)
        .param("jobId", filter.jobId())
        .param("jobName", filter.jobName())
        .param("queue", filter.queue())
        .param(
            "states",
            filter.states().isEmpty()
                ? null
                : filter.states().stream().map(Enum::name).toArray(String[]::new))
        .param("before", filter.before())
        .param("limit", limit)
        .query(RunStore::run)
        .list();
  }

  /** Takes the run's row lock until the end of the transaction and reads it under the lock. */
  Optional<Run> lock(UUID id) {
    return jdbc.sql(LOCK).param("id", id).query(RunStore::run).optional();
  }

  /**
   * Moves a run from the state it was read in.
   *
   * @param backoff until the next attempt may start; null when none is planned
   * @return number of the event that this is; empty when the run has moved meanwhile
   */
  Optional<Integer> move(
      Run run, RunState to, @Nullable Reason reason, @Nullable Duration backoff) {
    return jdbc.sql(MOVE)
        .param("id", run.id())
        .param("from", run.state().name())
        .param("to", to.name())
        .param("code", reason == null ? null : reason.code())
        .param("message", reason == null ? null : reason.message())
        .param("backoffMillis", backoff == null ? null : backoff.toMillis(), Types.BIGINT)
        .param("terminal", to.isTerminal())
        .query(Integer.class)
        .optional();
  }

  /** Says why a run waits; changes nothing for one that does not. */
  void explain(UUID id, Reason reason) {
    jdbc.sql(EXPLAIN)
        .param("id", id)
        .param("code", reason.code())
        .param("message", reason.message())
        .update();
  }

  void countAttempt(UUID id, int number) {
    jdbc.sql(COUNT_ATTEMPT).param("id", id).param("number", number).update();
  }

  private static @Nullable Duration timeout(ResultSet row) throws SQLException {
    Long ticks = row.getObject("timeout_ticks", Long.class);
    return ticks == null ? null : Duration.ofSeconds(ticks);
  }

  static Run run(ResultSet row, int index) throws SQLException {
    return new Run(
        row.getObject("id", UUID.class),
        row.getObject("job_id", UUID.class),
        row.getString("job_name"),
        row.getInt("revision"),
        row.getString("queue"),
        RunState.valueOf(row.getString("state")),
        reason(row),
        Json.read(row.getString("parameters"), ARGUMENTS),
        Json.read(row.getString("spark_conf"), SETTINGS),
        row.getInt("attempts"),
        row.getInt("max_attempts"),
        timeout(row),
        row.getInt("last_event"),
        row.getString("created_by"),
        scheduled(row),
        row.getObject("created_at", OffsetDateTime.class).toInstant(),
        instant(row, "started_at"),
        instant(row, "finished_at"));
  }

  static @Nullable Reason reason(ResultSet row) throws SQLException {
    String code = row.getString("reason_code");
    return code == null ? null : new Reason(code, row.getString("reason_message"));
  }

  private static @Nullable ScheduledFor scheduled(ResultSet row) throws SQLException {
    UUID schedule = row.getObject("schedule_id", UUID.class);
    Instant nominalTime = instant(row, "nominal_at");
    return schedule == null || nominalTime == null
        ? null
        : new ScheduledFor(schedule, nominalTime, row.getBoolean("in_order"));
  }

  private static OffsetDateTime timestamp(Instant moment) {
    return moment.atOffset(ZoneOffset.UTC);
  }

  static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
    OffsetDateTime at = row.getObject(column, OffsetDateTime.class);
    return at == null ? null : at.toInstant();
  }
}
