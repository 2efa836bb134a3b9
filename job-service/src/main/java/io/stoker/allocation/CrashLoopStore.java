package io.stoker.allocation;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/**
 * Executors that ended by themselves and badly: those ordered to stop, lost with their node or
 * killed together with their wrapper say nothing against their attempt. Nor do those of a driver
 * that is not heard: it may be dead with its machine, which ends its executors too. What was its
 * node's fault counts when there is no better node that may have its executors; one that never came
 * to its driver always, since the next goes to another node.
 */
@Repository
class CrashLoopStore {
  private static final String OF_ALL =
      """
      from assignment d join assignment a on a.fence = d.fence join node n on n.id = a.node_id
      where d.kind = 'DRIVER' and d.state in ('WANTED', 'STARTING', 'RUNNING', 'STOPPING')
        and exists (select 1 from attempt t
                    where t.fence = a.fence
                      and t.last_seen_tick >= (select ticks from platform_clock) - 2)
        and a.kind = 'EXECUTOR' and a.state = 'EXITED'
        and (a.stop_reason is null or a.never_registered)
        and a.decommission_reason is null
        and (a.exit_cause = 'MEMORY_LIMIT'
             or (a.exit_cause in ('EXITED', 'OUT_OF_MEMORY') and a.exit_code <> 0)
             or a.never_registered
             or (%s and not exists (select 1 from node n
                                    where n.state = 'READY' and n.storage_shared
                                      and n.labels @> coalesce(
                                            d.executor_placement #> '{nodes,required}', '{}')
                                      and n.runtime_digest
                                          = coalesce(d.runtime_digest, n.runtime_digest)
                                      and not %s)))
      """
          .formatted(NodesAtFault.of("a"), NodesAtFault.RESTS);

  private static final String SUSPECTS =
      "select a.fence " + OF_ALL + " group by a.fence having count(*) >= :least";

  private static final String OF_ONE =
      """
      select count(*) as count,
             (array_agg(a.executor_id order by a.exited_at desc))[1] as executor,
             (array_agg(a.exit_code order by a.exited_at desc))[1] as code,
             (array_agg(coalesce(a.stop_reason, a.exit_message) order by a.exited_at desc))[1] as message,
             (array_agg(n.name order by a.exited_at desc))[1] as node
      """
          + OF_ALL
          + """
               and a.fence = :fence
               and a.exited_at > clock_timestamp() - make_interval(secs => :seconds)
             having count(*) > 0
            """;

  private final JdbcClient jdbc;

  CrashLoopStore(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** Attempts with at least so many, whenever that was. */
  List<Long> suspects(int least) {
    return jdbc.sql(SUSPECTS).param("least", least).query(Long.class).list();
  }

  /**
   * Those of one attempt.
   *
   * @param window how long ago they may have ended
   */
  Optional<BadExits> badExits(long fence, Duration window) {
    return jdbc.sql(OF_ONE)
        .param("fence", fence)
        .param("seconds", window.toMillis() / 1000.0)
        .query(
            (row, number) ->
                new BadExits(
                    fence,
                    row.getInt("count"),
                    row.getInt("executor"),
                    row.getString("node"),
                    row.getObject("code", Integer.class),
                    row.getString("message")))
        .optional();
  }
}
