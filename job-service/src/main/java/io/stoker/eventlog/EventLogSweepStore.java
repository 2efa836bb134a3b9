package io.stoker.eventlog;

import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Which attempts may lose their event logs. */
@Component
class EventLogSweepStore {
  private static final String DUE =
      """
      select run_id || '-' || fence as application,
             finished_at <= clock_timestamp() - make_interval(secs => :keep)
             and not exists (select 1 from assignment
                             where assignment.fence = attempt.fence
                               and assignment.state in ('WANTED', 'STARTING', 'RUNNING', 'STOPPING'))
             as due
      from attempt where fence = any(:fences)
      """;

  private final JdbcClient jdbc;

  EventLogSweepStore(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** By application, of those of these attempts that there are: whether they ended so long ago. */
  Map<String, Boolean> due(Collection<Long> fences, Duration keep) {
    Map<String, Boolean> due = new HashMap<>();
    jdbc.sql(DUE)
        .param("fences", fences.toArray(Long[]::new))
        .param("keep", (double) keep.toSeconds())
        .query(
            row -> {
              due.put(row.getString("application"), row.getBoolean("due"));
            });
    return due;
  }

  /** What was written last before this moment has been kept for so long. */
  Instant before(Duration keep) {
    return jdbc.sql("select clock_timestamp() - make_interval(secs => :keep)")
        .param("keep", (double) keep.toSeconds())
        .query(OffsetDateTime.class)
        .single()
        .toInstant();
  }
}
