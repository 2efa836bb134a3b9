package io.stoker.allocation;

import static io.stoker.cluster.ClusterBench.GIB;
import static org.assertj.core.api.Assertions.assertThat;

import io.stoker.cluster.ClusterBench;
import java.util.Objects;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A pass comes every second, so what it reads must not grow with what has ended. */
class PassCostTest {
  private static final int ENDED_ATTEMPTS = 2_000;
  private static final int EXECUTORS_EACH = 50;

  private final ClusterBench bench = ClusterBench.start();

  @AfterEach
  void close() {
    bench.close();
  }

  /** Goes red when the search for bad exits starts at the executors: then it is 100,000 rows. */
  @Test
  void aPassReadsWhatIsOpenAndNotWhatHasEnded() {
    UUID node = bench.node("a", 8, 32 * GIB).id();
    bench.addJob("delays", 2);
    UUID run = bench.submit("delays");
    bench.pass.run();
    bench.ask(bench.fence(run), 1, 2);
    insertEnded(node);
    long read = Objects.requireNonNull(bench.transaction.execute(status -> rowsReadByAPass()));
    assertThat(bench.assignments.executors(bench.fence(run))).hasSize(2);
    assertThat(read).isLessThan(200);
  }

  private long rowsReadByAPass() {
    bench.pass.run();
    return bench
        .jdbc
        .sql(
            """
            select sum(seq_tup_read + coalesce(idx_tup_fetch, 0)) from pg_stat_xact_user_tables
            where relname in ('assignment', 'attempt', 'run')
            """)
        .query(Long.class)
        .single();
  }

  /** Executors that ended badly, which is what a pass looks for, of attempts that are over. */
  private void insertEnded(UUID node) {
    bench
        .jdbc
        .sql(
            """
            with r as (
              insert into run (job_id, job_name, revision, state, parameters, spark_conf,
                               max_attempts, created_by, finished_at)
              select job_id, job_name, revision, 'FAILED', '{}', '{}', 1, 'ada', clock_timestamp()
              from run cross join generate_series(1, :attempts) returning id),
            t as (
              insert into attempt (run_id, number, state, node_id, token_hash, output_directory,
                                   last_seen_tick)
              select id, 1, 'FAILED', :node, sha256(id::text::bytea), '', 0 from r returning fence)
            insert into assignment (node_id, fence, kind, executor_id, profile_id, cores_milli,
                                    memory_bytes, heap_bytes, state, exit_cause, exit_code,
                                    exited_at)
            select :node, fence, case when n = 0 then 'DRIVER' else 'EXECUTOR' end, nullif(n, 0), 0,
                   1000, 1, 1, 'EXITED', 'EXITED', 1, clock_timestamp()
            from t cross join generate_series(0, :executors) n
            """)
        .param("node", node)
        .param("attempts", ENDED_ATTEMPTS)
        .param("executors", EXECUTORS_EACH)
        .update();
    bench.jdbc.sql("analyze").update();
  }
}
