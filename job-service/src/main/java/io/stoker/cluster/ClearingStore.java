package io.stoker.cluster;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** What is left of ended processes on their nodes: a node reports it until it has cleared it. */
@Repository
class ClearingStore {
  private static final String UNCLEARED =
      """
      select id, coalesce(fence, 0) as fence from assignment
      where node_id = :node and cleared_at is null and state in ('EXITED', 'LOST')
      """;

  private static final String CLEAR =
      """
      with mine as (
        select id from assignment
        where id = any(:ids) and cleared_at is null and state in ('EXITED', 'LOST')
        order by id for update)
      update assignment a set cleared_at = clock_timestamp()
      from mine where a.id = mine.id and %s
      """
          .formatted(ReportStore.LATEST);

  private static final String REMAINS =
      """
      select a.executor_id, a.state, n.name,
             n.state in ('UNREACHABLE', 'REMOVED') as silent
      from assignment a join node n on n.id = a.node_id
      where a.fence = :fence and a.cleared_at is null
      order by a.executor_id nulls first
      """;

  private final JdbcClient jdbc;

  ClearingStore(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** An ended process that its node has not cleared yet, as far as is known. */
  record Uncleared(UUID id, long fence) {}

  List<Uncleared> unclearedOn(UUID nodeId) {
    return jdbc.sql(UNCLEARED).param("node", nodeId).query(Uncleared.class).list();
  }

  /** Notes that a node, by its latest report, has nothing of these left; returns how many. */
  int clear(UUID nodeId, Collection<UUID> ids, Report report) {
    return jdbc.sql(CLEAR)
        .param("ids", ids.toArray(UUID[]::new))
        .param("node", nodeId)
        .param("epoch", report.epoch())
        .param("number", report.number())
        .update();
  }

  List<Remnant> remains(long fence) {
    return jdbc.sql(REMAINS).param("fence", fence).query(ClearingStore::remnant).list();
  }

  private static Remnant remnant(ResultSet row, int index) throws SQLException {
    int executor = row.getInt("executor_id");
    return new Remnant(
        row.wasNull() ? "driver" : "executor-" + executor,
        row.getString("name"),
        AssignmentState.valueOf(row.getString("state")),
        row.getBoolean("silent"));
  }
}
