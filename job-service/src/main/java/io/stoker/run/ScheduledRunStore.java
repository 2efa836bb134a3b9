package io.stoker.run;

import io.stoker.run.ScheduledRuns.Open;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** What schedules must know of the runs that they made. */
@Component
class ScheduledRunStore {
  private static final String NEWEST_OPEN =
      """
      select id, state from run
      where schedule_id = :schedule
        and state in ('QUEUED', 'STARTING', 'RUNNING', 'COMMITTING', 'RETRY_WAIT')
      order by nominal_at desc
      limit 1
      """;

  private static final String WAITING =
      """
      select count(*) from run
      where job_id = :job and schedule_id is not null and state in ('QUEUED', 'RETRY_WAIT')
      """;

  // not the job's row: a deletion holds that one while it waits for the rows of schedules
  private static final String LOCK =
      "select pg_advisory_xact_lock(hashtextextended('waiting runs of ' || :job, 0))";

  private final JdbcClient jdbc;

  ScheduledRunStore(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  Optional<Open> newestOpen(UUID schedule) {
    return jdbc.sql(NEWEST_OPEN)
        .param("schedule", schedule)
        .query(
            (row, index) ->
                new Open(row.getObject("id", UUID.class), RunState.valueOf(row.getString("state"))))
        .optional();
  }

  void lockWaitingOf(UUID job) {
    jdbc.sql(LOCK).param("job", job.toString()).query((row, index) -> job).single();
  }

  int waitingOf(UUID job) {
    return jdbc.sql(WAITING).param("job", job).query(Integer.class).single();
  }
}
