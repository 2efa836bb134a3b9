package io.stoker.cluster;

import static io.stoker.cluster.AssignmentStore.OPEN;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Statements by which nodes, or their silence, change assignments; each carries its guard. */
@Repository
class ReportStore {
  /** The report is the latest one of its node: a newer one says all that this one can. */
  static final String LATEST =
      """
      exists (select 1 from node n where n.id = :node and n.epoch = :epoch
              and n.report_number = :number)
      """;

  /** Nothing that the node's service knows can live: it is removed, or has stopped everything. */
  static final String NODE_IS_DEAD =
      """
      exists (select 1 from node n, platform_clock c where n.id = a.node_id
              and (n.state = 'REMOVED'
                   or (n.state = 'UNREACHABLE' and n.last_seen_tick < c.ticks - :ticks)))
      """;

  /**
   * The process on a dead node is gone. With its service down a machine works on: what its driver
   * speaks of is there, and what a person has removed is not. Spark may be told to keep an executor
   * for hours that it does not hear (spark.network.timeout), so a driver's word of others holds six
   * times as long only.
   */
  private static final String IS_GONE =
      NODE_IS_DEAD
          + """
          and (exists (select 1 from node n where n.id = a.node_id and n.state = 'REMOVED')
               or not exists (select 1 from attempt t, platform_clock c
                              where t.fence = a.fence and t.finished_at is null
                                and t.last_seen_tick >= c.ticks - :ticks
                                and (a.kind = 'DRIVER'
                                     or (cast(a.tasks ->> 'registered' as boolean)
                                         and exists (select 1 from node n where n.id = a.node_id
                                                     and n.last_seen_tick >= c.ticks - 6 * :ticks)))))
          """;

  /** The node reports, and was sent the assignment long ago, but never said a word of it. */
  private static final String IGNORED =
      """
      a.state = 'WANTED'
      and a.offered_tick < (select ticks from platform_clock) - :ticks
      and exists (select 1 from node n where n.id = a.node_id and n.state <> 'UNREACHABLE')
      """;

  /** Of a later epoch its node may have been sent the same once more, and started it. */
  private static final String REBOOTED =
      "exists (select 1 from node n where n.id = a.node_id and n.epoch = :epoch)";

  private static final String SELECT =
      "select a.id, a.node_id, a.fence, a.kind, a.state from assignment a where a." + OPEN;

  private static final String LOSE =
      """
      update assignment a
      set state = 'LOST', exit_cause = :cause, exit_message = :message,
          exited_at = clock_timestamp()
      where a.id = :id and a.%s and
      """
          .formatted(OPEN);

  private final JdbcClient jdbc;

  ReportStore(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /**
   * An open assignment as it was read; the fence of a history server is 0, which is no attempt's.
   */
  record Open(UUID id, UUID nodeId, long fence, ProcessKind kind, AssignmentState state) {
    ProcessChange to(AssignmentState next, @Nullable ProcessExit exit) {
      return new ProcessChange(nodeId, fence, kind, state, next, exit);
    }
  }

  /** Locks an attempt and its run, the first in the order of locks. */
  void lockAttempt(long fence) {
    AttemptLock.take(jdbc, fence);
  }

  List<Open> openOn(UUID nodeId) {
    return jdbc.sql(SELECT + " and a.node_id = :node")
        .param("node", nodeId)
        .query((row, number) -> open(row))
        .list();
  }

  List<Open> onDeadNodes(int lostAfterTicks) {
    return jdbc.sql(SELECT + " and " + IS_GONE)
        .param("ticks", lostAfterTicks)
        .query((row, number) -> open(row))
        .list();
  }

  List<Open> ignored(int startTicks) {
    return jdbc.sql(SELECT + " and " + IGNORED)
        .param("ticks", startTicks)
        .query((row, number) -> open(row))
        .list();
  }

  /** Records what a node says of its process, if this is its latest report. */
  boolean record(Open open, ReportedProcess process, Report report) {
    ProcessExit exit = process.exit();
    return jdbc.sql(
                """
                update assignment a
                set state = :next, pid = coalesce(:pid, pid), exit_code = :code,
                    exit_cause = :cause, exit_message = :message,
                    started_at = case when :next in ('STARTING', 'RUNNING')
                                      then coalesce(started_at, clock_timestamp())
                                      else started_at end,
                    runtime_digest = %1$s, java_major = %2$s,
                    exited_at = case when :next = 'EXITED' then clock_timestamp() end
                where a.id = :id and a.node_id = :node and a.state = :state and
                """
                        .formatted(startedWith("runtime_digest"), startedWith("java_major"))
                    + LATEST)
            .param("id", open.id())
            .param("state", open.state().name())
            .param("next", process.state().name())
            .param("pid", process.pid(), Types.BIGINT)
            .param("code", exit == null ? null : exit.code(), Types.INTEGER)
            .param("cause", exit == null ? null : exit.cause(), Types.VARCHAR)
            .param("message", exit == null ? null : exit.message(), Types.VARCHAR)
            .param("node", open.nodeId())
            .param("epoch", report.epoch())
            .param("number", report.number())
            .update()
        == 1;
  }

  /** Of its node as that was when it first ran: a service that is upgraded later has another. */
  private static String startedWith(String column) {
    return """
        case when :next = 'RUNNING' and a.kind = 'DRIVER'
             then coalesce(a.%1$s, (select n.%1$s from node n where n.id = a.node_id))
             else a.%1$s end
        """
        .formatted(column);
  }

  /** Ends one that its node reported before and does not in this, its latest report. */
  boolean loseVanished(Open open, Report report, ProcessExit exit) {
    return jdbc.sql(LOSE + "a.node_id = :node and a.state <> 'WANTED' and " + LATEST)
            .param("id", open.id())
            .param("cause", exit.cause())
            .param("message", exit.message())
            .param("node", open.nodeId())
            .param("epoch", report.epoch())
            .param("number", report.number())
            .update()
        == 1;
  }

  /** Ends one whose node is dead; false when the node, or its driver, has spoken meanwhile. */
  boolean loseOnDeadNode(Open open, int lostAfterTicks, ProcessExit exit) {
    return jdbc.sql(LOSE + IS_GONE)
            .param("id", open.id())
            .param("cause", exit.cause())
            .param("message", exit.message())
            .param("ticks", lostAfterTicks)
            .update()
        == 1;
  }

  /** Ends one that its node ignores; false when the node has spoken of it meanwhile. */
  boolean loseIgnored(Open open, int startTicks, ProcessExit exit) {
    return jdbc.sql(LOSE + IGNORED)
            .param("id", open.id())
            .param("cause", exit.cause())
            .param("message", exit.message())
            .param("ticks", startTicks)
            .update()
        == 1;
  }

  /** Ends one that was there before its machine was restarted and its node began this epoch. */
  boolean loseByReboot(Open open, long epoch, ProcessExit exit) {
    return jdbc.sql(LOSE + REBOOTED)
            .param("id", open.id())
            .param("cause", exit.cause())
            .param("message", exit.message())
            .param("epoch", epoch)
            .update()
        == 1;
  }

  private static Open open(ResultSet row) throws SQLException {
    return new Open(
        row.getObject("id", UUID.class),
        row.getObject("node_id", UUID.class),
        row.getLong("fence"),
        ProcessKind.valueOf(row.getString("kind")),
        AssignmentState.valueOf(row.getString("state")));
  }
}
