package io.stoker.cluster;

import java.util.Collection;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** The statement that lets executors go for another queue. */
@Repository
class HandBackStore {
  private final JdbcClient jdbc;

  HandBackStore(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** Marks executors that are to go on, and plans their stop; gives how many. */
  int letGo(long fence, Collection<Integer> executors, String reason, int ticks) {
    return jdbc.sql(
            """
            with mine as (
              select id from assignment
              where fence = :fence and executor_id = any(:executors) and state = 'RUNNING'
                and desired = 'RUN' and stop_due_tick is null and decommission_reason is null
              order by id for update)
            update assignment a
            set decommission_reason = :reason, node_stays = true, decommission_told = true,
                decommission_tick = (select ticks from platform_clock),
                stop_due_tick = :ticks + (select ticks from platform_clock)
            from mine where a.id = mine.id
            """)
        .param("fence", fence)
        .param("executors", executors.toArray(Integer[]::new))
        .param("reason", reason)
        .param("ticks", ticks)
        .update();
  }
}
