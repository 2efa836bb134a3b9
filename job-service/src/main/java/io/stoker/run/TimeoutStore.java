package io.stoker.run;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The time that runs may take, counted in ticks of platform uptime from their first attempt. */
@Component
class TimeoutStore {
  private static final String IS_OVERDUE =
      """
      timeout_ticks is not null and started_tick is not null
      and state in ('STARTING', 'RUNNING', 'COMMITTING', 'RETRY_WAIT')
      and ending_state is null
      and started_tick + timeout_ticks <= (select ticks from platform_clock)
      """;

  private static final String OVERDUE = "select id from run where " + IS_OVERDUE + " order by id";

  private static final String OVERRUN =
      "select timeout_ticks from run where id = :id and " + IS_OVERDUE;

  private final JdbcClient jdbc;

  TimeoutStore(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** Runs whose time is over. */
  List<UUID> overdue() {
    return jdbc.sql(OVERDUE).query(UUID.class).list();
  }

  /** The seconds that a run could take and has taken; empty while its time is not over. */
  Optional<Long> overrun(UUID run) {
    return jdbc.sql(OVERRUN).param("id", run).query(Long.class).optional();
  }
}
