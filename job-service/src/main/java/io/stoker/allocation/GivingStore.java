package io.stoker.allocation;

import io.stoker.cluster.ProcessNeed;
import java.util.List;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** What could be given back, and what is on its way; read only when somebody has to give. */
@Repository
class GivingStore {
  private final JdbcClient jdbc;
  private final AllocationSettings settings;

  GivingStore(JdbcClient jdbc, AllocationSettings settings) {
    this.jdbc = jdbc;
    this.settings = settings;
  }

  /**
   * An executor at work or idle.
   *
   * @param idleTicks for which it has been of no use to its run; zero when it has a task
   * @param cached whether it holds cached data
   */
  record Holding(
      long fence,
      String queue,
      int executorId,
      int profileId,
      UUID nodeId,
      ProcessNeed need,
      long idleTicks,
      boolean cached) {}

  /**
   * An executor that counts among those that its attempt has.
   *
   * @param registered whether its driver knows it
   * @param idleTicks since when it has no task; zero when it has one
   */
  record Spare(int executorId, int profileId, boolean registered, long idleTicks) {}

  /** Room on a node whose process is ending. */
  record Leaving(UUID nodeId, String queue, long coresMilli, long memoryBytes) {}

  /** Executors that are to go on, the newest first. */
  List<Holding> holdings() {
    return jdbc.sql(
            """
            select a.fence, run.queue, a.executor_id, a.profile_id, a.node_id, a.cores_milli, a.memory_bytes,
                   %s as idle,
                   coalesce((a.tasks ->> 'cached')::boolean, false) as cached
            from assignment a
            join attempt t on t.fence = a.fence
            join run on run.id = t.run_id
            where a.kind = 'EXECUTOR' and a.state = 'RUNNING' and a.desired = 'RUN'
              and a.stop_due_tick is null and a.decommission_reason is null
            order by a.fence desc, a.executor_id desc
            """
                .formatted(Idling.ticks(settings)))
        .query(
            (row, number) ->
                new Holding(
                    row.getLong("fence"),
                    row.getString("queue"),
                    row.getInt("executor_id"),
                    row.getInt("profile_id"),
                    row.getObject("node_id", UUID.class),
                    new ProcessNeed(row.getLong("cores_milli"), 0, row.getLong("memory_bytes")),
                    row.getLong("idle"),
                    row.getBoolean("cached")))
        .list();
  }

  /** Those of an attempt on nodes that are heard, the newest first. */
  List<Spare> spares(long fence) {
    return jdbc.sql(
            """
            select a.executor_id, a.profile_id,
                   a.state = 'RUNNING' and a.registered_at is not null as registered,
                   coalesce((select ticks from platform_clock) - a.idle_since_tick, 0) as idle_ticks
            from assignment a join node n on n.id = a.node_id
            where a.fence = :fence and a.kind = 'EXECUTOR' and n.state <> 'UNREACHABLE'
              and a.state in ('WANTED', 'STARTING', 'RUNNING', 'STOPPING')
              and a.desired = 'RUN' and a.stop_due_tick is null and a.decommission_reason is null
            order by a.executor_id desc
            """)
        .param("fence", fence)
        .query(Spare.class)
        .list();
  }

  /**
   * What is about to be free.
   *
   * @param ticks within which it is stopped; what has longer is not counted upon
   */
  List<Leaving> leaving(int ticks) {
    return jdbc.sql(
            """
            select a.node_id, run.queue, a.cores_milli, a.memory_bytes
            from assignment a
            join attempt on attempt.fence = a.fence
            join run on run.id = attempt.run_id
            where a.state in ('WANTED', 'STARTING', 'RUNNING', 'STOPPING')
              and (a.desired = 'STOP'
                   or a.stop_due_tick <= (select ticks from platform_clock) + :ticks
                   or (a.stop_due_tick is null and a.decommission_reason is not null))
            """)
        .param("ticks", ticks)
        .query(Leaving.class)
        .list();
  }
}
