package io.stoker.cluster;

import io.stoker.memory.MemoryFigures;
import io.stoker.memory.MemoryReport;
import io.stoker.memory.MemoryUse;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import tools.jackson.databind.json.JsonMapper;

/** Rows of memory use, which drivers and nodes write in the order of their ids. */
@Repository
class MemoryUseStore {
  /** Figures that are not named stay as they are, and no peak is ever lowered. */
  private static final String MERGE =
      """
      order by a.id
      on conflict (assignment_id) do update
      set latest = memory_use.latest || excluded.latest,
          peak = greatest_figures(memory_use.peak, excluded.peak),
          latest_at = excluded.latest_at
      where memory_use.latest is distinct from memory_use.latest || excluded.latest
         or memory_use.peak is distinct from greatest_figures(memory_use.peak, excluded.peak)
      """;

  private static final String FROM_DRIVER =
      """
      insert into memory_use (assignment_id, latest, peak)
      select a.id, r.latest, greatest_figures(r.peak, r.latest)
      from jsonb_to_recordset(:reports::jsonb) as r(executor int, latest jsonb, peak jsonb)
      join assignment a on a.fence = :fence and a.executor_id is not distinct from r.executor
      where exists (select 1 from attempt t
                    where t.fence = :fence
                      and t.state in ('ASSIGNED', 'STARTING', 'RUNNING', 'COMMITTING'))
      """
          + MERGE;

  private static final String FROM_NODE =
      """
      insert into memory_use (assignment_id, latest, peak)
      select a.id, jsonb_build_object('rssBytes', r.rss), jsonb_build_object('rssBytes', r.peak)
      from jsonb_to_recordset(:reports::jsonb) as r(id uuid, rss bigint, peak bigint)
      join assignment a on a.id = r.id and a.node_id = :node
      where
      """
          + ReportStore.LATEST
          + MERGE;

  private static final String OF_ATTEMPT =
      """
      select a.executor_id, m.* from memory_use m join assignment a on a.id = m.assignment_id
      where a.fence = :fence
      """;

  private final JdbcClient jdbc;

  MemoryUseStore(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** Of an attempt's driver and each of its executors, those that have ended too. */
  MemoryUses.OfAttempt of(long fence) {
    Map<Integer, MemoryUse> executors = new HashMap<>();
    MemoryUse[] driver = new MemoryUse[1];
    jdbc.sql(OF_ATTEMPT)
        .param("fence", fence)
        .query(
            row -> {
              Integer executor = row.getObject("executor_id", Integer.class);
              if (executor == null) {
                driver[0] = use(row);
              } else {
                executors.put(executor, use(row));
              }
            });
    return new MemoryUses.OfAttempt(driver[0], executors);
  }

  /** Keeps what a driver says, if its attempt is live. */
  void tell(long fence, List<MemoryReport> reports) {
    jdbc.sql(FROM_DRIVER)
        .param("fence", fence)
        .param("reports", JsonMapper.shared().writeValueAsString(reports))
        .update();
  }

  /** Keeps what a node says, if this is its latest report. */
  void tell(UUID node, Report report) {
    List<Resident> residents =
        report.processes().stream()
            .filter(process -> process.memory() != null)
            .map(Resident::of)
            .toList();
    if (!residents.isEmpty()) {
      jdbc.sql(FROM_NODE)
          .param("node", node)
          .param("epoch", report.epoch())
          .param("number", report.number())
          .param("reports", JsonMapper.shared().writeValueAsString(residents))
          .update();
    }
  }

  /** As the statement reads it. */
  private record Resident(UUID id, long rss, long peak) {
    static Resident of(ReportedProcess process) {
      ReportedProcess.Memory memory = Objects.requireNonNull(process.memory());
      return new Resident(process.assignmentId(), memory.rssBytes(), memory.peakRssBytes());
    }
  }

  private static MemoryUse use(ResultSet row) throws SQLException {
    return new MemoryUse(
        row.getObject("latest_at", OffsetDateTime.class).toInstant(),
        figures(row.getString("latest")),
        figures(row.getString("peak")));
  }

  private static MemoryFigures figures(String json) {
    return JsonMapper.shared().readValue(json, MemoryFigures.class);
  }
}
