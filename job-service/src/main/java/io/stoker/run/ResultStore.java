package io.stoker.run;

import java.time.OffsetDateTime;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import tools.jackson.core.type.TypeReference;

/** Rows of results: at most one for each step of a run. */
@Component
class ResultStore {
  private static final TypeReference<Manifest> MANIFEST = new TypeReference<>() {};

  private static final String INSERT =
      """
      insert into result (run_id, step, fence, manifest)
      values (:run, :step, :fence, :manifest::jsonb)
      """;

  private static final String FIND =
      """
      select result.*, run.job_name
      from result join run on run.id = result.run_id
      where run_id = :run and step = 'main'
      """;

  private static final String UNCHECKED =
      """
      update attempt
      set unchecked_since_tick =
            coalesce(unchecked_since_tick, (select ticks from platform_clock))
      where fence = :fence and %s
      returning (select ticks from platform_clock) - unchecked_since_tick
      """
          .formatted(AttemptStore.LIVE);

  private final JdbcClient jdbc;

  ResultStore(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** Notes that a live attempt's result cannot be looked at, and gives the ticks since then. */
  long uncheckedTicks(long fence) {
    return jdbc.sql(UNCHECKED).param("fence", fence).query(Long.class).single();
  }

  void insert(Manifest manifest) {
    jdbc.sql(INSERT)
        .param("run", manifest.runId())
        .param("step", manifest.step())
        .param("fence", manifest.fence())
        .param("manifest", Json.write(manifest))
        .update();
  }

  Optional<Result> find(UUID run) {
    return jdbc.sql(FIND)
        .param("run", run)
        .query(
            (row, index) ->
                new Result(
                    run,
                    row.getString("job_name"),
                    row.getObject("committed_at", OffsetDateTime.class).toInstant(),
                    Json.read(row.getString("manifest"), MANIFEST)))
        .optional();
  }
}
