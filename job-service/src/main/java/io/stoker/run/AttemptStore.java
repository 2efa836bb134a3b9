package io.stoker.run;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import tools.jackson.core.type.TypeReference;

/** Rows of attempts. Every write names the fence and the states in which it is welcome. */
@Component
class AttemptStore {
  /** States in which an attempt's word counts; the same as in the index {@code attempt_live}. */
  static final String LIVE = "state in ('ASSIGNED', 'STARTING', 'RUNNING', 'COMMITTING')";

  // The driver's own words. One that was silent for longer than a pass overlooks is heard again.
  private static final String HEARD =
      """
      heard_again_tick = case
            when last_seen_tick < (select ticks from platform_clock) - %d
              then (select ticks from platform_clock)
            else heard_again_tick end,
          last_seen_tick = (select ticks from platform_clock)"""
          .formatted(QueueStore.HEARD_TICKS);

  private static final String OPEN =
      """
      insert into attempt (fence, run_id, step, number, state, node_id, token_hash, token,
                           auth_secret, output_directory, last_seen_tick)
      values (:fence, :runId, :step, :number, 'ASSIGNED', :nodeId, :tokenHash, :token,
              :authSecret, :outputDirectory, (select ticks from platform_clock))
      """;

  private static final String LATEST =
      """
      select distinct on (run_id) * from attempt
      where run_id in (:runs)
      order by run_id, number desc
      """;

  // An ended attempt needs its secrets no more; a change of version wakes its driver's long poll.
  private static final String MOVE =
      """
      update attempt
      set state = :to,
          reason_code = :code,
          reason_message = :message,
          driver_started_at = case when :to = 'STARTING' then clock_timestamp()
                              else driver_started_at end,
          ready_at = case when :to = 'RUNNING' then clock_timestamp() else ready_at end,
          committing_at = case when :to = 'COMMITTING' then clock_timestamp()
                          else committing_at end,
          finished_at = case when :terminal then clock_timestamp() end,
          token = case when not :terminal then token end,
          auth_secret = case when not :terminal then auth_secret end,
          executors_version = executors_version + case when :terminal then 1 else 0 end
      where fence = :fence and state = :from
      """;

  private static final String STARTED =
      """
      update attempt
      set driver_url = :driverUrl,
          ui_url = :uiUrl,
          other_spark = :otherSpark,
          %s
      where fence = :fence and %s
      """
          .formatted(HEARD, LIVE);

  private static final String DEMAND =
      """
      update attempt
      set demand = :demand::jsonb,
          demand_version = :version,
          barrier_since_tick = case
            when :barrier then coalesce(barrier_since_tick, (select ticks from platform_clock))
            end,
          %s
      where fence = :fence and demand_version < :version and %s
      """
          .formatted(HEARD, LIVE);

  // What comes with the commit still tells of the time before it. After it nothing is taken: the
  // driver has sent its last picture before, and the picture of a result does not change.
  private static final String PROGRESS =
      """
      update attempt
      set progress = :progress::jsonb,
          foreign_executors = :foreign::jsonb,
          progress_number = :number,
          first_executor_at = case
            when :registered
              then coalesce(first_executor_at, least(clock_timestamp(), committing_at))
            else first_executor_at end,
          had_task = had_task or :task,
          %s
      where fence = :fence and progress_number < :number and %s
      """
          .formatted(HEARD, LIVE);

  private static final String CHANGE_EXECUTORS =
      """
      update attempt
      set executors_version = executors_version + 1
      where fence = :fence and %s
      """
          .formatted(LIVE);

  private final JdbcClient jdbc;

  AttemptStore(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  long nextFence() {
    return jdbc.sql("select nextval('fence')").query(Long.class).single();
  }

  void open(NewAttempt attempt) {
    jdbc.sql(OPEN)
        .param("fence", attempt.fence())
        .param("runId", attempt.runId())
        .param("step", attempt.step())
        .param("number", attempt.number())
        .param("nodeId", attempt.nodeId())
        .param("tokenHash", attempt.token().hash())
        .param("token", attempt.token().text())
        .param("authSecret", attempt.authSecret())
        .param("outputDirectory", attempt.outputDirectory())
        .update();
  }

  Optional<Attempt> find(long fence) {
    return jdbc.sql("select * from attempt where fence = :fence")
        .param("fence", fence)
        .query(AttemptStore::attempt)
        .optional();
  }

  /** Of a run, oldest first. */
  List<Attempt> of(UUID run) {
    return jdbc.sql("select * from attempt where run_id = :run order by number")
        .param("run", run)
        .query(AttemptStore::attempt)
        .list();
  }

  /** The latest attempt of each of these runs that has one. */
  List<Attempt> latestOf(Collection<UUID> runs) {
    return runs.isEmpty()
        ? List.of()
        : jdbc.sql(LATEST).param("runs", runs).query(AttemptStore::attempt).list();
  }

  Optional<Attempt> liveOf(UUID run) {
    return jdbc.sql("select * from attempt where run_id = :run and " + LIVE)
        .param("run", run)
        .query(AttemptStore::attempt)
        .optional();
  }

  /** Moves an attempt from the state it was read in; false when it has moved meanwhile. */
  boolean move(Attempt attempt, AttemptState to, @Nullable Reason reason) {
    return jdbc.sql(MOVE)
            .param("fence", attempt.fence())
            .param("from", attempt.state().name())
            .param("to", to.name())
            .param("terminal", to.isTerminal())
            .param("code", reason == null ? null : reason.code())
            .param("message", reason == null ? null : reason.message())
            .update()
        == 1;
  }

  boolean started(
      long fence, String driverUrl, @Nullable String uiUrl, @Nullable String otherSpark) {
    return jdbc.sql(STARTED)
            .param("fence", fence)
            .param("driverUrl", driverUrl)
            .param("uiUrl", uiUrl)
            .param("otherSpark", otherSpark)
            .update()
        == 1;
  }

  /** Keeps a demand that is newer than the kept one. */
  boolean demand(long fence, Demand demand) {
    return jdbc.sql(DEMAND)
            .param("fence", fence)
            .param("version", demand.version())
            .param("demand", Json.write(demand))
            .param("barrier", demand.barrier())
            .update()
        == 1;
  }

  /** Keeps a picture that is newer than the kept one, and renews the lease. */
  boolean progress(
      long fence,
      long number,
      Progress progress,
      boolean anyRegistered,
      boolean anyTask,
      List<ForeignExecutor> foreign) {
    return jdbc.sql(PROGRESS)
            .param("fence", fence)
            .param("number", number)
            .param("progress", Json.write(progress))
            .param("registered", anyRegistered)
            .param("task", anyTask)
            .param("foreign", foreign.isEmpty() ? null : Json.write(foreign))
            .update()
        == 1;
  }

  boolean changeExecutors(long fence) {
    return jdbc.sql(CHANGE_EXECUTORS).param("fence", fence).update() == 1;
  }

  static Attempt attempt(ResultSet row, int index) throws SQLException {
    return new Attempt(
        row.getLong("fence"),
        row.getObject("run_id", UUID.class),
        row.getString("step"),
        row.getInt("number"),
        AttemptState.valueOf(row.getString("state")),
        RunStore.reason(row),
        row.getObject("node_id", UUID.class),
        row.getString("output_directory"),
        row.getString("driver_url"),
        row.getString("other_spark"),
        Json.readNullable(row.getString("demand"), Demand.class),
        row.getLong("executors_version"),
        executorsWaiting(row),
        row.getInt("next_executor_id"),
        Json.readNullable(row.getString("progress"), Progress.class),
        foreignExecutors(row),
        row.getObject("created_at", OffsetDateTime.class).toInstant(),
        RunStore.instant(row, "driver_started_at"),
        RunStore.instant(row, "ready_at"),
        RunStore.instant(row, "first_executor_at"),
        RunStore.instant(row, "committing_at"),
        RunStore.instant(row, "finished_at"));
  }

  private static List<ForeignExecutor> foreignExecutors(ResultSet row) throws SQLException {
    String json = row.getString("foreign_executors");
    return json == null ? List.of() : Json.read(json, new TypeReference<>() {});
  }

  private static @Nullable Reason executorsWaiting(ResultSet row) throws SQLException {
    String code = row.getString("executors_waiting_code");
    String message = row.getString("executors_waiting");
    return message == null
        ? null
        : new Reason(code == null ? Reason.WAITING_FOR_CAPACITY : code, message);
  }
}
