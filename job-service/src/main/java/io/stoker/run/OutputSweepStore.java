package io.stoker.run;

import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Which attempts may lose their files. */
@Component
class OutputSweepStore {
  /** Ended without a result, for ever: no terminal state is ever left. */
  private static final String WITHOUT_RESULT = "state in ('FAILED', 'LOST', 'CANCELLED')";

  private static final String UNSWEPT =
      """
      select fence, output_directory as directory
      from attempt
      where swept_at is null and %s
        and not exists (select 1 from assignment
                        where assignment.fence = attempt.fence
                          and assignment.state in ('WANTED', 'STARTING', 'RUNNING', 'STOPPING'))
      order by fence
      limit 1000
      """
          .formatted(WITHOUT_RESULT);

  private final JdbcClient jdbc;

  OutputSweepStore(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** Where an attempt's result files would be. */
  record Output(long fence, String directory) {}

  List<Output> unswept() {
    return jdbc.sql(UNSWEPT).query(Output.class).list();
  }

  void swept(long fence) {
    jdbc.sql("update attempt set swept_at = clock_timestamp() where fence = :fence")
        .param("fence", fence)
        .update();
  }
}
