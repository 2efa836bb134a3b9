package io.stoker.cluster;

import static io.stoker.cluster.AssignmentStore.OPEN;

import java.util.HashSet;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Statements by which the history server is wanted and placed; each carries its guard. */
@Repository
class HistoryServerStore {
  /** A page is thirty requests, of which one writes. */
  private static final int NOTED_EVERY = 5;

  /** Who waits for a page asks each few seconds: a wish that is older has nobody behind it. */
  private static final int PATIENCE = 10;

  /** Who finds nobody tries again within a minute. */
  private static final int UNREACHED_MEMORY = 60;

  static final String IS_WANTED = "a.kind = 'HISTORY_SERVER' and a.desired = 'RUN' and a." + OPEN;

  /** Ends that were ordered, or are the node's, say nothing against it. */
  private static final String ENDED_BADLY =
      """
      a.kind = 'HISTORY_SERVER' and a.state in ('EXITED', 'LOST')
      and a.stop_reason is null and a.exit_cause <> 'NODE_LOST'
      and a.exit_code is distinct from 0
      and a.exited_at > clock_timestamp() - interval '10 minutes'
      """;

  private final JdbcClient jdbc;

  HistoryServerStore(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** The one that is to go on; on a node that is not READY it is not going to. */
  record Wanted(
      UUID id, UUID nodeId, String nodeName, NodeState nodeState, AssignmentState state) {}

  /**
   * Those that ended badly in the last ten minutes.
   *
   * @param fresh whether one did within the last one
   * @param node of the last
   */
  record Failures(int count, boolean fresh, String node, String message) {}

  void ask() {
    jdbc.sql(
            """
            update history_server h
            set asked_tick = c.ticks,
                waiting = case when h.asked_tick >= c.ticks - :patience then h.waiting end
            from platform_clock c
            where h.asked_tick is null or h.asked_tick <= c.ticks - :every
            """)
        .param("patience", PATIENCE)
        .param("every", NOTED_EVERY)
        .update();
  }

  Optional<Wanted> wanted() {
    return jdbc.sql(
            """
            select a.id, a.node_id, n.name as node_name, n.state as node_state, a.state
            from assignment a join node n on n.id = a.node_id where %s
            """
                .formatted(IS_WANTED))
        .query(Wanted.class)
        .optional();
  }

  Optional<String> waiting() {
    return jdbc.sql(
            """
            select concat_ws(' ', gave_way, waiting) from history_server
            where gave_way is not null or waiting is not null
            """)
        .query(String.class)
        .optional();
  }

  Failures failures() {
    return jdbc.sql(
            """
            select count(*) as count,
                   coalesce(max(a.exited_at) > clock_timestamp() - interval '1 minute', false) as fresh,
                   (array_agg(n.name order by a.exited_at desc))[1] as node,
                   (array_agg(a.exit_message order by a.exited_at desc))[1] as message
            from assignment a join node n on n.id = a.node_id where %s
            """
                .formatted(ENDED_BADLY))
        .query(
            (row, number) ->
                new Failures(
                    row.getInt("count"),
                    row.getBoolean("fresh"),
                    text(row.getString("node")),
                    text(row.getString("message"))))
        .single();
  }

  private static String text(@Nullable String value) {
    return Objects.requireNonNullElse(value, "");
  }

  boolean isPlaceless() {
    return jdbc.sql(
            """
            select exists (select 1 from history_server h, platform_clock c
                           where h.asked_tick >= c.ticks - :patience)
                   and not exists (select 1 from assignment a where %s)
            """
                .formatted(IS_WANTED))
        .param("patience", PATIENCE)
        .query(Boolean.class)
        .single();
  }

  Set<UUID> capableNodes() {
    return new HashSet<>(
        jdbc.sql("select id from node where shows_history and http_port is not null")
            .query(UUID.class)
            .list());
  }

  Set<UUID> nodesToAvoid() {
    return new HashSet<>(
        jdbc.sql(
                """
                select a.node_id from assignment a where %s
                union
                select n.id from node n where %s
                """
                    .formatted(ENDED_BADLY, HistoryEndStore.rests("n")))
            .query(UUID.class)
            .list());
  }

  /** False when another is wanted. */
  boolean insert(UUID nodeId, ProcessNeed need) {
    boolean inserted =
        jdbc.sql(
                    """
                    insert into assignment (node_id, kind, cores_milli, memory_bytes, heap_bytes, state)
                    values (:node, 'HISTORY_SERVER', :cores, :memory, :heap, 'WANTED')
                    on conflict do nothing
                    """)
                .param("node", nodeId)
                .param("cores", need.coresMilli())
                .param("memory", need.memoryBytes())
                .param("heap", need.heapBytes())
                .update()
            == 1;
    jdbc.sql("update history_server set waiting = null, gave_way = null, unreached = 0").update();
    return inserted;
  }

  void explain(String why) {
    jdbc.sql("update history_server set waiting = :why where waiting is distinct from :why")
        .param("why", why)
        .update();
  }

  /**
   * A server has asked its node for a page and found nobody there. Thirty at once, as of one page,
   * are one; what was long ago does not count.
   *
   * @param address of the node's service
   */
  void unreached(UUID process, String address) {
    jdbc.sql(
            """
            update history_server h
            set unreached = case when h.unreached_tick >= c.ticks - :memory then h.unreached + 1 else 1 end,
                unreached_tick = c.ticks, unreached_at = :address
            from platform_clock c
            where (h.unreached = 0 or h.unreached_tick <= c.ticks - :every)
              and exists (select 1 from assignment a where a.id = :process and %s)
            """
                .formatted(IS_WANTED))
        .param("process", process)
        .param("address", address)
        .param("every", NOTED_EVERY)
        .param("memory", UNREACHED_MEMORY)
        .update();
  }

  /** A server has reached it. */
  void reached() {
    jdbc.sql("update history_server set unreached = 0 where unreached > 0").update();
  }
}
