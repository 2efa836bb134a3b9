package io.stoker.cluster;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.sql.Types;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import tools.jackson.databind.json.JsonMapper;

/** Reads the processes of an attempt. */
@Repository
class ProcessViews {
  private static final String PROCESSES =
      """
      select a.*, n.name as node_name, n.host as node_host
      from assignment a join node n on n.id = a.node_id
      where a.fence = :fence and a.kind = :kind
      order by a.executor_id
      """;

  // A node says where the streams of its processes end, but for those that it never had or lost,
  // and
  // not when it is dead itself. What is left of them is shipped within seconds, or never.
  private static final String IS_MUTE =
      """
      select a.state in ('EXITED', 'LOST')
             and a.exited_at < clock_timestamp() - interval '10 seconds'
             and (a.exit_cause in ('LOST', 'NODE_LOST', 'START_FAILED', 'SPARK_HOME_INVALID',
                                   'MASTER_SECRET_UNUSABLE')
                  or a.offered_tick is null
                  or %s)
      from assignment a
      where a.fence = :fence and a.executor_id is not distinct from :executor
      """
          .formatted(ReportStore.NODE_IS_DEAD);

  private final JdbcClient jdbc;

  ProcessViews(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  List<ExecutorProcess> executors(long fence) {
    return select(fence, ProcessKind.EXECUTOR).query((row, number) -> executor(row)).list();
  }

  Optional<DriverProcess> driver(long fence) {
    return select(fence, ProcessKind.DRIVER).query((row, number) -> driver(row)).optional();
  }

  /** Whether the driver of an attempt is there, on a node that is heard. */
  boolean hasHeardDriver(long fence) {
    return jdbc.sql(
            """
            select exists (select 1 from assignment a join node n on n.id = a.node_id
                           where a.fence = :fence and a.kind = 'DRIVER' and a.%s
                             and n.state not in ('UNREACHABLE', 'REMOVED'))
            """
                .formatted(AssignmentStore.OPEN))
        .param("fence", fence)
        .query(Boolean.class)
        .single();
  }

  Optional<Boolean> isMute(long fence, @Nullable Integer executor, int lostAfterTicks) {
    return jdbc.sql(IS_MUTE)
        .param("fence", fence)
        .param("executor", executor, Types.INTEGER)
        .param("ticks", lostAfterTicks)
        .query(Boolean.class)
        .optional();
  }

  private JdbcClient.StatementSpec select(long fence, ProcessKind kind) {
    return jdbc.sql(PROCESSES).param("fence", fence).param("kind", kind.name());
  }

  private static ExecutorProcess executor(ResultSet row) throws SQLException {
    String tasks = row.getString("tasks");
    return new ExecutorProcess(
        row.getObject("id", UUID.class),
        row.getInt("executor_id"),
        row.getInt("profile_id"),
        row.getObject("node_id", UUID.class),
        row.getString("node_name"),
        row.getString("node_host"),
        AssignmentState.valueOf(row.getString("state")),
        row.getObject("exit_code", Integer.class),
        row.getString("exit_cause"),
        row.getString("exit_message"),
        row.getLong("cores_milli"),
        row.getLong("heap_bytes"),
        row.getLong("memory_bytes"),
        tasks == null ? TaskCounts.NONE : JsonMapper.shared().readValue(tasks, TaskCounts.class),
        row.getTimestamp("created_at").toInstant(),
        instant(row, "started_at"),
        instant(row, "registered_at"),
        instant(row, "exited_at"),
        row.getString("stop_reason"),
        row.getString("decommission_reason"),
        row.getBoolean("decommission_told"),
        row.getBoolean("node_stays"));
  }

  private static DriverProcess driver(ResultSet row) throws SQLException {
    return new DriverProcess(
        row.getObject("id", UUID.class),
        row.getObject("node_id", UUID.class),
        row.getString("node_name"),
        row.getString("node_host"),
        AssignmentState.valueOf(row.getString("state")),
        row.getObject("pid", Long.class),
        row.getObject("exit_code", Integer.class),
        row.getString("exit_cause"),
        row.getString("exit_message"),
        row.getLong("cores_milli"),
        row.getLong("memory_bytes"),
        row.getTimestamp("created_at").toInstant(),
        instant(row, "started_at"),
        instant(row, "exited_at"),
        row.getString("stop_reason"));
  }

  private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
    Timestamp time = row.getTimestamp(column);
    return time == null ? null : time.toInstant();
  }
}
