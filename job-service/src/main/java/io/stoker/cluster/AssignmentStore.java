package io.stoker.cluster;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import tools.jackson.databind.json.JsonMapper;

/** Statements by which the platform wants and ends processes; each carries its guard. */
@Repository
class AssignmentStore {
  /** An assignment that owns its cores and memory. */
  static final String OPEN = "state in ('WANTED', 'STARTING', 'RUNNING', 'STOPPING')";

  private final JdbcClient jdbc;

  AssignmentStore(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** What a driver's first executors are going to take. */
  record Held(PlacementNeed executor, int executors) {}

  UUID insertDriver(long fence, UUID nodeId, ProcessNeed need, Held held) {
    return jdbc.sql(
            """
            insert into assignment (node_id, fence, kind, cores_milli, memory_bytes, heap_bytes,
              state, held_cores_milli, held_memory_bytes, held_executors, executor_placement)
            values (:node, :fence, 'DRIVER', :cores, :memory, :heap,
              'WANTED', :heldCores, :heldMemory, :heldExecutors, cast(:placement as jsonb))
            returning id
            """)
        .param("node", nodeId)
        .param("fence", fence)
        .param("cores", need.coresMilli())
        .param("memory", need.memoryBytes())
        .param("heap", need.heapBytes())
        .param("heldCores", held.executor().process().coresMilli())
        .param("heldMemory", held.executor().process().memoryBytes())
        .param("heldExecutors", held.executors())
        .param("placement", JsonMapper.shared().writeValueAsString(held.executor().placement()))
        .query(UUID.class)
        .single();
  }

  UUID insertExecutor(long fence, UUID nodeId, int executorId, int profileId, ProcessNeed need) {
    return jdbc.sql(
            """
            insert into assignment (node_id, fence, kind, executor_id, profile_id, cores_milli,
              memory_bytes, heap_bytes, state)
            values (:node, :fence, 'EXECUTOR', :executor, :profile, :cores, :memory, :heap, 'WANTED')
            returning id
            """)
        .param("node", nodeId)
        .param("fence", fence)
        .param("executor", executorId)
        .param("profile", profileId)
        .param("cores", need.coresMilli())
        .param("memory", need.memoryBytes())
        .param("heap", need.heapBytes())
        .query(UUID.class)
        .single();
  }

  /** Locks an attempt and its run, the first in the order of locks. */
  void lockAttempt(long fence) {
    AttemptLock.take(jdbc, fence);
  }

  /** Ends those that were never sent to their node: no process can exist. */
  List<ProcessChange> endUnoffered(
      long fence, @Nullable Collection<Integer> executors, String reason) {
    return selected(
            """
            with mine as (
              select id from assignment
              where fence = :fence and state = 'WANTED' and offered_tick is null
                and (:all or executor_id = any(:executors))
              order by id for update)
            update assignment a
            set state = 'EXITED', desired = 'STOP', stop_reason = :reason, exit_cause = 'STOPPED',
                exited_at = clock_timestamp(), cleared_at = clock_timestamp()
            from mine where a.id = mine.id
            returning a.node_id, a.fence, a.kind
            """,
            fence,
            executors)
        .param("reason", reason)
        .query(
            (row, number) ->
                change(
                    row,
                    AssignmentState.WANTED,
                    AssignmentState.EXITED,
                    new ProcessExit(null, ProcessExit.STOPPED, reason)))
        .list();
  }

  /** Orders open processes to stop; one that already has the order keeps its reason. */
  List<ProcessChange> orderStop(
      long fence, @Nullable Collection<Integer> executors, String reason) {
    return selected(
            """
            with mine as (
              select id from assignment
              where fence = :fence and desired = 'RUN' and %s
                and (:all or executor_id = any(:executors))
              order by id for update)
            update assignment a
            set desired = 'STOP', stop_reason = coalesce(stop_reason, :reason), stop_due_tick = null
            from mine where a.id = mine.id
            returning a.node_id, a.fence, a.kind, a.state
            """
                .formatted(OPEN),
            fence,
            executors)
        .param("reason", reason)
        .query((row, number) -> unchanged(row))
        .list();
  }

  /** Orders those to stop of which their node has not said anything yet. */
  List<ProcessChange> orderUnreportedStop(long fence, String reason) {
    return jdbc.sql(
            """
            with mine as (
              select id from assignment
              where fence = :fence and desired = 'RUN' and state = 'WANTED'
              order by id for update)
            update assignment a set desired = 'STOP', stop_reason = :reason
            from mine where a.id = mine.id
            returning a.node_id, a.fence, a.kind, a.state
            """)
        .param("fence", fence)
        .param("reason", reason)
        .query((row, number) -> unchanged(row))
        .list();
  }

  /** Plans the order to stop for open processes that have no such plan yet. */
  int planStop(long fence, int ticks, String reason) {
    return jdbc.sql(
            """
            with mine as (
              select id from assignment
              where fence = :fence and desired = 'RUN' and stop_due_tick is null and %s
              order by id for update)
            update assignment a
            set stop_reason = :reason,
                stop_due_tick = :ticks + (select ticks from platform_clock)
            from mine where a.id = mine.id
            """
                .formatted(OPEN))
        .param("fence", fence)
        .param("ticks", ticks)
        .param("reason", reason)
        .update();
  }

  /** Attempts with plans that are due. */
  List<Long> dueStops() {
    return jdbc.sql(
            """
            select distinct fence from assignment
            where stop_due_tick <= (select ticks from platform_clock) and desired = 'RUN' and %s
            """
                .formatted(OPEN))
        .query(Long.class)
        .list();
  }

  /** Turns due plans of an attempt into orders. */
  List<ProcessChange> orderDueStops(long fence) {
    return jdbc.sql(
            """
            with mine as (
              select id from assignment
              where fence = :fence and desired = 'RUN' and %s
                and stop_due_tick <= (select ticks from platform_clock)
              order by id for update)
            update assignment a
            set desired = 'STOP', stop_due_tick = null,
                stop_reason = coalesce(stop_reason, decommission_reason)
            from mine where a.id = mine.id
            returning a.node_id, a.fence, a.kind, a.state
            """
                .formatted(OPEN))
        .param("fence", fence)
        .query((row, number) -> unchanged(row))
        .list();
  }

  /** Nodes with something left of executors of an attempt that have ended. */
  List<UUID> nodesWithRemains(long fence) {
    return jdbc.sql(
            """
            select distinct node_id from assignment
            where fence = :fence and kind = 'EXECUTOR' and state in ('EXITED', 'LOST')
              and cleared_at is null
            """)
        .param("fence", fence)
        .query(UUID.class)
        .list();
  }

  /** Keeps task counts that differ from what is kept. */
  void taskCounts(long fence, Map<Integer, TaskCounts> counts) {
    jdbc.sql(
            """
            with mine as (
              select a.id, c.value
              from assignment a
              join jsonb_each(cast(:counts as jsonb)) c on a.executor_id = cast(c.key as integer)
              where a.fence = :fence and a.tasks is distinct from c.value
              order by a.id for update of a)
            update assignment a
            set tasks = mine.value,
                idle_since_tick = case when (mine.value ->> 'active')::integer <> 0 then null
                                       when a.tasks - 'cached' = mine.value - 'cached'
                                       then a.idle_since_tick
                                       else (select ticks from platform_clock) end,
                registered_at = case when cast(mine.value ->> 'registered' as boolean)
                                     then coalesce(a.registered_at, clock_timestamp())
                                     else a.registered_at end
            from mine where a.id = mine.id
            """)
        .param("fence", fence)
        .param("counts", JsonMapper.shared().writeValueAsString(counts))
        .update();
  }

  private JdbcClient.StatementSpec selected(
      String sql, long fence, @Nullable Collection<Integer> executors) {
    return jdbc.sql(sql)
        .param("fence", fence)
        .param("all", executors == null)
        .param("executors", executors == null ? new Integer[0] : executors.toArray(Integer[]::new));
  }

  private static ProcessChange unchanged(ResultSet row) throws SQLException {
    AssignmentState state = AssignmentState.valueOf(row.getString("state"));
    return change(row, state, state, null);
  }

  private static ProcessChange change(
      ResultSet row, AssignmentState from, AssignmentState to, @Nullable ProcessExit exit)
      throws SQLException {
    return new ProcessChange(
        row.getObject("node_id", UUID.class),
        row.getLong("fence"),
        ProcessKind.valueOf(row.getString("kind")),
        from,
        to,
        exit);
  }
}
