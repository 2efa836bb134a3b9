package io.stoker.cluster;

import static io.stoker.cluster.AssignmentStore.OPEN;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** What one node is told of its assignments. */
@Repository
class OfferStore {
  private final JdbcClient jdbc;

  OfferStore(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** From now on the node may know of every open assignment that it has. */
  void offer(UUID nodeId) {
    jdbc.sql(
            """
            with mine as (
              select id from assignment
              where node_id = :node and offered_tick is null and %s
              order by id for update)
            update assignment a set offered_tick = (select ticks from platform_clock)
            from mine where a.id = mine.id
            """
                .formatted(OPEN))
        .param("node", nodeId)
        .update();
  }

  List<AssignedProcess> offered(UUID nodeId) {
    return jdbc.sql(
            """
            select a.id, t.run_id, a.fence, a.kind, a.executor_id, a.profile_id, a.cores_milli,
                   a.memory_bytes, a.heap_bytes, a.desired
            from assignment a left join attempt t on t.fence = a.fence
            where a.node_id = :node and a.offered_tick is not null and a.%s
            order by a.id
            """
                .formatted(OPEN))
        .param("node", nodeId)
        .query(
            (row, number) ->
                new AssignedProcess(
                    row.getObject("id", UUID.class),
                    row.getObject("run_id", UUID.class),
                    row.getLong("fence"),
                    ProcessKind.valueOf(row.getString("kind")),
                    row.getInt("executor_id"),
                    row.getInt("profile_id"),
                    new ProcessNeed(
                        row.getLong("cores_milli"),
                        row.getLong("heap_bytes"),
                        row.getLong("memory_bytes")),
                    row.getString("desired").equals("STOP")))
        .list();
  }

  /**
   * Live attempts that had an executor on a node of which something is left there. On a node that
   * is drained it is needed only until the last of them has gone: it has handed its blocks on.
   */
  List<LiveAttempt> liveAttempts(UUID nodeId) {
    return jdbc.sql(
            """
            select distinct t.run_id, t.fence
            from assignment a join attempt t on t.fence = a.fence
            where a.node_id = :node and a.cleared_at is null
              and a.kind = 'EXECUTOR' and a.offered_tick is not null
              and t.state in ('ASSIGNED', 'STARTING', 'RUNNING', 'COMMITTING')
              and not %s
            order by t.fence
            """
                .formatted(DrainStore.LEFT_BEHIND))
        .param("node", nodeId)
        .query(LiveAttempt.class)
        .list();
  }

  /** Where the logs of one of a node's processes belong, its end notwithstanding. */
  Optional<LogKey> logKey(UUID assignmentId, UUID nodeId, String stream) {
    return jdbc.sql(
            """
            select r.job_id, t.run_id, t.step, t.number, t.fence, a.executor_id
            from assignment a join attempt t on t.fence = a.fence join run r on r.id = t.run_id
            where a.id = :id and a.node_id = :node
            """)
        .param("id", assignmentId)
        .param("node", nodeId)
        .query(
            (row, number) ->
                new LogKey(
                    row.getObject("job_id", UUID.class),
                    row.getObject("run_id", UUID.class),
                    row.getString("step"),
                    row.getInt("number"),
                    row.getLong("fence"),
                    row.getObject("executor_id") == null
                        ? "driver"
                        : "executor-" + row.getInt("executor_id"),
                    stream))
        .optional();
  }
}
