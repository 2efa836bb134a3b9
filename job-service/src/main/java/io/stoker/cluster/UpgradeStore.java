package io.stoker.cluster;

import java.util.List;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Statements about nodes whose service comes up with another Spark. */
@Repository
class UpgradeStore {
  private final JdbcClient jdbc;

  UpgradeStore(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  void lockAllocation() {
    AllocationLock.take(jdbc);
  }

  /** Notes of running drivers of which it is not known yet what their node has. */
  void keepRuntimes(UUID nodeId) {
    jdbc.sql(
            """
            update assignment a
            set runtime_digest = n.runtime_digest, java_major = n.java_major
            from node n
            where n.id = :node and a.node_id = n.id and a.kind = 'DRIVER'
              and a.state in ('RUNNING', 'STOPPING') and a.runtime_digest is null
            """)
        .param("node", nodeId)
        .update();
  }

  /**
   * Executors of one attempt.
   *
   * @param ids that Spark knows them by
   */
  record Waiting(long fence, List<Integer> ids) {}

  /** Executors that have not begun on a node which has another Spark than their driver. */
  List<Waiting> waiting(UUID nodeId) {
    return jdbc.sql(
            """
            select a.fence, array_agg(a.executor_id) as ids
            from assignment a
            join node n on n.id = a.node_id
            join assignment d on d.fence = a.fence and d.kind = 'DRIVER'
            join node dn on dn.id = d.node_id
            where a.node_id = :node and a.kind = 'EXECUTOR' and a.state = 'WANTED'
              and a.desired = 'RUN'
              and (coalesce(d.runtime_digest, dn.runtime_digest), coalesce(d.java_major, dn.java_major))
                  is distinct from (n.runtime_digest, n.java_major)
            group by a.fence order by a.fence
            """)
        .param("node", nodeId)
        .query(
            (row, number) ->
                new Waiting(
                    row.getLong("fence"), List.of((Integer[]) row.getArray("ids").getArray())))
        .list();
  }
}
