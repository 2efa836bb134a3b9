package io.stoker.run;

import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Which attempts may lose their files. */
@Component
class OutputSweepStore {
  /** For ever: no terminal state is ever left. */
  private static final String ENDED = "state in ('FAILED', 'LOST', 'CANCELLED', 'COMMITTED')";

  private static final String UNSWEPT =
      """
      select fence, output_directory as directory, state = 'COMMITTED' as has_result
      from attempt
      where swept_at is null and %s
        and not exists (select 1 from assignment
                        where assignment.fence = attempt.fence
                          and assignment.state in ('WANTED', 'STARTING', 'RUNNING', 'STOPPING'))
      order by sweep_tried_at nulls first, fence
      limit 1000
      """
          .formatted(ENDED);

  private final JdbcClient jdbc;

  OutputSweepStore(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** Where an attempt's result files are, or would be. */
  record Output(long fence, String directory, boolean hasResult) {}

  /** Attempts that have ended, with all their processes; those that failed last come last. */
  List<Output> unswept() {
    return jdbc.sql(UNSWEPT).query(Output.class).list();
  }

  /** It could not be, which must not keep others from it. */
  void tried(long fence) {
    jdbc.sql("update attempt set sweep_tried_at = clock_timestamp() where fence = :fence")
        .param("fence", fence)
        .update();
  }

  void swept(long fence) {
    jdbc.sql("update attempt set swept_at = clock_timestamp() where fence = :fence")
        .param("fence", fence)
        .update();
  }
}
