package io.stoker.run;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** What bounds the runs that a job may have; the bound is the job's of now. */
@Component
class ConcurrencyStore {
  // two submissions at once are one after the other here, and the second sees the first one's run
  private static final String LOCK_SKIPPING =
      """
      select concurrency_max from job where id = :job and concurrency_policy = 'SKIP'
      for no key update
      """;

  private static final String OPEN_RUNS =
      """
      select id from run
      where job_id = :job and state in ('QUEUED', 'STARTING', 'RUNNING', 'COMMITTING', 'RETRY_WAIT')
      order by id
      limit :limit
      """;

  private final JdbcClient jdbc;

  ConcurrencyStore(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /**
   * How many runs a job may have that skips more of them; empty when it does not. No other
   * submission of that job gets past here until the caller's transaction ends.
   */
  Optional<Integer> lockSkipping(UUID job) {
    return jdbc.sql(LOCK_SKIPPING).param("job", job).query(Integer.class).optional();
  }

  /** Runs of a job that are not over, the oldest first. */
  List<UUID> openRuns(UUID job, int limit) {
    return jdbc.sql(OPEN_RUNS).param("job", job).param("limit", limit).query(UUID.class).list();
  }
}
