package io.stoker.cluster;

import static io.stoker.cluster.AssignmentStore.OPEN;

import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Statements by which the history server is wanted, placed and ended; each carries its guard. */
@Repository
class HistoryServerStore {
  /** A page is thirty requests, of which one writes. */
  private static final int NOTED_EVERY = 5;

  /** Who waits for a page asks each few seconds: a wish that is older has nobody behind it. */
  private static final int PATIENCE = 10;

  private static final long NO_ATTEMPT = 0;

  private static final String IS_WANTED =
      "a.kind = 'HISTORY_SERVER' and a.desired = 'RUN' and a." + OPEN;

  /** Ends that were ordered, or are the node's, say nothing against it. */
  private static final String ENDED_BADLY =
      """
      a.kind = 'HISTORY_SERVER' and a.state in ('EXITED', 'LOST')
      and a.stop_reason is null and a.exit_cause <> 'NODE_LOST'
      and a.exit_code is distinct from 0
      and a.exited_at > clock_timestamp() - interval '10 minutes'
      """;

  private static final String UNNEEDED =
      """
      with mine as (
        select a.id,
               case when n.state <> 'READY' then 'Its node is ' || n.state || '.'
                    when not :enabled then 'stoker.history-server.enabled=false.'
                    else 'Nobody has read a history for ' || :idle || ' s.' end as reason
        from assignment a join node n on n.id = a.node_id
        where %s
          and (n.state <> 'READY' or not :enabled
               or not exists (select 1 from history_server h, platform_clock c
                              where h.asked_tick >= c.ticks - :idle))
        order by a.id for update of a)
      """
          .formatted(IS_WANTED);

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
    return jdbc.sql("select waiting from history_server where waiting is not null")
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

  Set<UUID> nodesOfBadEnds() {
    return new HashSet<>(
        jdbc.sql("select distinct a.node_id from assignment a where " + ENDED_BADLY)
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
    jdbc.sql("update history_server set waiting = null where waiting is not null").update();
    return inserted;
  }

  void explain(String why) {
    jdbc.sql("update history_server set waiting = :why where waiting is distinct from :why")
        .param("why", why)
        .update();
  }

  /** One that was never sent to its node: no process can exist. */
  List<ProcessChange> endUnoffered(HistoryServerSettings settings) {
    return unneeded(
            """
            update assignment a
            set state = 'EXITED', desired = 'STOP', stop_reason = mine.reason,
                exit_cause = 'STOPPED', exited_at = clock_timestamp(),
                cleared_at = clock_timestamp()
            from mine where a.id = mine.id and a.state = 'WANTED' and a.offered_tick is null
            returning a.node_id, a.stop_reason
            """,
            settings)
        .query(
            (row, number) ->
                new ProcessChange(
                    row.getObject("node_id", UUID.class),
                    NO_ATTEMPT,
                    ProcessKind.HISTORY_SERVER,
                    AssignmentState.WANTED,
                    AssignmentState.EXITED,
                    new ProcessExit(null, ProcessExit.STOPPED, row.getString("stop_reason"))))
        .list();
  }

  List<ProcessChange> orderStop(HistoryServerSettings settings) {
    return unneeded(
            """
            update assignment a set desired = 'STOP', stop_reason = mine.reason
            from mine where a.id = mine.id
            returning a.node_id, a.state
            """,
            settings)
        .query(
            (row, number) -> {
              AssignmentState state = AssignmentState.valueOf(row.getString("state"));
              return new ProcessChange(
                  row.getObject("node_id", UUID.class),
                  NO_ATTEMPT,
                  ProcessKind.HISTORY_SERVER,
                  state,
                  state,
                  null);
            })
        .list();
  }

  private JdbcClient.StatementSpec unneeded(String update, HistoryServerSettings settings) {
    return jdbc.sql(UNNEEDED + update)
        .param("enabled", settings.enabled())
        .param("idle", settings.idleTicks());
  }
}
