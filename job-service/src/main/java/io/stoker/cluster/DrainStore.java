package io.stoker.cluster;

import java.sql.Types;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Statements that empty nodes; each carries its guard. */
@Repository
class DrainStore {
  /**
   * Of an assignment {@code a}: all of its attempt's executors on its node have gone, and their
   * driver has been told that the node is drained.
   */
  static final String LEFT_BEHIND =
      """
      (exists (select 1 from node n where n.id = a.node_id and n.state = 'DRAINING')
       and not exists (select 1 from assignment x
                       where x.fence = a.fence and x.node_id = a.node_id and x.kind = 'EXECUTOR'
                         and x.cleared_at is null
                         and (x.state not in ('EXITED', 'LOST')
                              or not x.decommission_told or x.node_stays)))
      """;

  /** Who is stopped within this time anyway need not be told of a drain. */
  private static final int SOON_TICKS = 60;

  private final JdbcClient jdbc;

  DrainStore(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** A node that is being emptied. */
  record Draining(
      UUID id, String name, @Nullable String reason, Drain.Drivers drivers, boolean due) {
    String why() {
      return "Node %s is being drained%s.".formatted(name, reason == null ? "" : ": " + reason);
    }
  }

  /** A process that is still on such a node. */
  record Left(
      long fence,
      ProcessKind kind,
      int executorId,
      AssignmentState state,
      boolean stopping,
      boolean told) {}

  /**
   * Keeps allocation passes out until the transaction ends: one that has read the node as READY has
   * committed what it placed there, or reads it anew.
   */
  void lockAllocation() {
    AllocationLock.take(jdbc);
  }

  /** Begins or changes a drain; false when the node is removed. */
  boolean begin(UUID id, Drain.Order order) {
    return jdbc.sql(
                """
                update node
                set drain_started_at = coalesce(drain_started_at, clock_timestamp()),
                    drain_reason = :reason, drain_drivers = :drivers,
                    drain_deadline_tick = :ticks + (select ticks from platform_clock),
                    drain_until_start = :untilStart
                      and (drain_started_at is null or drain_until_start),
                    state = case when state = 'READY' then 'DRAINING' else state end
                where id = :id and state <> 'REMOVED'
                """)
            .param("id", id)
            .param("reason", order.reason(), Types.VARCHAR)
            .param("drivers", order.drivers().name())
            .param("ticks", order.deadlineTicks(), Types.BIGINT)
            .param("untilStart", order.untilStart())
            .update()
        == 1;
  }

  /**
   * Takes a drain back; false when the node is removed. One that is silent, as while its machine
   * starts, gets no work before it is heard.
   */
  boolean end(UUID id, int unreachableAfterTicks) {
    return jdbc.sql(
                """
                update node
                set drain_started_at = null, drain_reason = null, drain_drivers = null,
                    drain_deadline_tick = null, drain_until_start = false,
                    state = case when state not in ('DRAINING', 'DRAINED') then state
                                 when last_seen_tick < (select ticks from platform_clock) - :silent
                                 then 'UNREACHABLE'
                                 else 'READY' end
                where id = :id and state <> 'REMOVED'
                """)
            .param("id", id)
            .param("silent", unreachableAfterTicks)
            .update()
        == 1;
  }

  List<Draining> draining() {
    return jdbc.sql(
            """
            select id, name, drain_reason as reason, drain_drivers as drivers,
                   coalesce(drain_deadline_tick <= (select ticks from platform_clock), false) as due
            from node where state = 'DRAINING' order by id
            """)
        .query(Draining.class)
        .list();
  }

  List<Left> left(UUID nodeId) {
    return jdbc.sql(
            """
            select fence, kind, coalesce(executor_id, 0) as executor_id, state,
                   desired = 'STOP'
                     or coalesce(stop_due_tick <= (select ticks from platform_clock) + :soon, false)
                     as stopping,
                   decommission_told and not node_stays as told
            from assignment
            where node_id = :node and kind <> 'HISTORY_SERVER' and cleared_at is null
              and (state not in ('EXITED', 'LOST')
                   or (kind = 'EXECUTOR' and (not decommission_told or node_stays)))
            order by fence, executor_id
            """)
        .param("node", nodeId)
        .param("soon", SOON_TICKS)
        .query(Left.class)
        .list();
  }

  /**
   * Has executors replaced and let go, or of those that have gone what they left forgotten, unless
   * the drain was taken back meanwhile.
   */
  int decommission(long fence, UUID nodeId, Collection<Integer> executors, String reason) {
    return jdbc.sql(
            """
            with mine as (
              select id from assignment
              where fence = :fence and node_id = :node and executor_id = any(:executors)
                and (decommission_reason is null or node_stays)
                and (desired = 'RUN' or state in ('EXITED', 'LOST'))
                and exists (select 1 from node where id = :node and state = 'DRAINING')
              order by id for update)
            update assignment a
            set decommission_reason = :reason, node_stays = false,
                decommission_tick = (select ticks from platform_clock)
            from mine where a.id = mine.id
            """)
        .param("fence", fence)
        .param("node", nodeId)
        .param("executors", executors.toArray(Integer[]::new))
        .param("reason", reason)
        .update();
  }

  /**
   * Has the driver told, all of a node together: when one of its executors elsewhere has registered
   * with it and stays, or none is going to, or the wait is over. With nobody there Spark's
   * executors have nobody to hand blocks on to, and throw them away.
   */
  int tell(long fence, UUID nodeId, int patienceTicks) {
    return jdbc.sql(
            """
            with mine as (
              select a.id from assignment a
              where a.fence = :fence and a.node_id = :node and a.kind = 'EXECUTOR'
                and a.decommission_reason is not null and not a.decommission_told
                and (a.state in ('EXITED', 'LOST')
                     or a.decommission_tick <= (select ticks from platform_clock) - :patience
                     or exists (select 1 from assignment o
                                where o.fence = a.fence and o.kind = 'EXECUTOR'
                                  and o.state = 'RUNNING' and o.desired = 'RUN'
                                  and o.registered_at is not null and o.decommission_reason is null)
                     or exists (select 1 from attempt t
                                where t.fence = a.fence and t.executors_waiting is not null))
              order by a.id for update)
            update assignment a set decommission_told = true
            from mine where a.id = mine.id
            """)
        .param("fence", fence)
        .param("node", nodeId)
        .param("patience", patienceTicks)
        .update();
  }

  /** Executors that nobody was told of stay. */
  void keepUntold(UUID nodeId) {
    jdbc.sql(
            """
            with mine as (
              select id from assignment
              where node_id = :node and decommission_reason is not null and not decommission_told
              order by fence, id for update)
            update assignment a set decommission_reason = null, decommission_tick = null
            from mine where a.id = mine.id
            """)
        .param("node", nodeId)
        .update();
  }

  /** Whether the node keeps shuffle files of executors that have all gone. */
  boolean hasLeftBehind(UUID nodeId) {
    return Boolean.TRUE.equals(
        jdbc.sql(
                """
                select exists (select 1 from assignment a
                               where a.node_id = :node and a.cleared_at is null
                                 and a.kind = 'EXECUTOR' and %s)
                """
                    .formatted(LEFT_BEHIND))
            .param("node", nodeId)
            .query(Boolean.class)
            .single());
  }

  boolean isDraining(UUID nodeId) {
    return jdbc.sql("select count(*) from node where id = :id and state = 'DRAINING'")
            .param("id", nodeId)
            .query(Long.class)
            .single()
        == 1;
  }

  /**
   * DRAINING becomes DRAINED when nothing is left, not even a directory. Nothing can be placed
   * there meanwhile: the drain has waited for the pass of its time, and later ones leave the node
   * out.
   */
  boolean drained(UUID id) {
    return jdbc.sql(
                """
                update node set state = 'DRAINED'
                where id = :id and state = 'DRAINING'
                  and not exists (select 1 from assignment a
                                  where a.node_id = node.id and a.cleared_at is null)
                """)
            .param("id", id)
            .update()
        == 1;
  }
}
