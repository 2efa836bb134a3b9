package io.stoker.cluster;

import static io.stoker.cluster.HistoryServerStore.IS_WANTED;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Statements by which the history server is ended, each for a reason that is its guard. */
@Repository
class HistoryEndStore {
  private static final long NO_ATTEMPT = 0;

  private static final String UNNEEDED =
      mine(
          """
          case when n.state <> 'READY' then 'Its node is ' || n.state || '.'
               when not :enabled then 'stoker.history-server.enabled=false.'
               else 'Nobody has read a history for ' || :idle || ' s.' end
          """,
          """
          (n.state <> 'READY' or not :enabled
           or h.asked_tick is null or h.asked_tick < c.ticks - :idle)
          """);

  /** Who reads gets a turn too, else it would start and end all the time. */
  private static final String IN_THE_WAY =
      mine(
          ":why",
          """
          a.node_id = :node
          and (a.offered_tick is null or a.offered_tick <= c.ticks - :stay
               or h.asked_tick is null or h.asked_tick < c.ticks - :quiet)
          """);

  /**
   * Of a node {@code n} that says itself that it is there, while there is another to go to: one
   * that nothing is known against.
   */
  private static final String UNREACHED =
      """
      (h.unreached >= :times and n.state = 'READY' and n.last_seen_tick >= h.unreached_tick
       and exists (select 1 from node o
                   where o.id <> n.id and o.state = 'READY' and o.storage_shared
                     and o.shows_history and o.http_port is not null and not %s))
      """
          .formatted(rests("o"));

  private final JdbcClient jdbc;

  HistoryEndStore(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** Whether servers have not reached what is at a node's port, and it is not tried again yet. */
  static String rests(String node) {
    return "(coalesce(%s.history_unreached_tick > (select ticks from platform_clock) - 600, false))"
        .formatted(node);
  }

  /** The history server {@code a}, its node {@code n}, and why it is to end. */
  private static String mine(String reason, String where) {
    return """
        with mine as (
          select a.id, %s as reason
          from assignment a join node n on n.id = a.node_id, history_server h, platform_clock c
          where %s and %s
          order by a.id for update of a)
        """
        .formatted(reason, IS_WANTED, where);
  }

  /** One that nobody reads any more, or whose node is not READY any more. */
  List<ProcessChange> endUnneeded(HistoryServerSettings settings) {
    return end(UNNEEDED, Map.of("enabled", settings.enabled(), "idle", settings.idleTicks()));
  }

  /**
   * One on a node that others need, unless somebody reads and it is young.
   *
   * @param stayTicks for which it stays whoever waits, while somebody reads
   * @param quietTicks without a request after which nobody does
   */
  List<ProcessChange> endInTheWay(UUID node, String why, int stayTicks, int quietTicks) {
    return end(
        IN_THE_WAY, Map.of("node", node, "why", why, "stay", stayTicks, "quiet", quietTicks));
  }

  /**
   * Has the node rest on which servers have not reached it so many times in a row. That is a
   * statement of its own: reports lock their node first, and then what runs there.
   */
  void restUnreached(int times) {
    jdbc.sql(
            """
            update node n set history_unreached_tick = c.ticks
            from assignment a, history_server h, platform_clock c
            where a.node_id = n.id and %s and %s and not %s
            """
                .formatted(IS_WANTED, UNREACHED, rests("n")))
        .param("times", times)
        .update();
  }

  /** The one that is there. */
  List<ProcessChange> endUnreached(int times) {
    return end(
        mine("'No server reached it at ' || h.unreached_at || '.'", UNREACHED),
        Map.of("times", times));
  }

  /** Tells who asks why it has gone, and begins to count anew. */
  void say(String gaveWay) {
    jdbc.sql("update history_server set gave_way = :why, unreached = 0")
        .param("why", gaveWay)
        .update();
  }

  /** The same of one that was not reached. */
  void sayUnreached(UUID node) {
    jdbc.sql(
            """
            update history_server h
            set gave_way = 'The last one, on node ' || n.name || ', was ended since no server reached it at '
                           || h.unreached_at || '. Servers must reach this port of each node.',
                unreached = 0
            from node n where n.id = :node
            """)
        .param("node", node)
        .update();
  }

  private List<ProcessChange> end(String mine, Map<String, ?> params) {
    List<ProcessChange> changes = new ArrayList<>(endUnoffered(mine, params));
    changes.addAll(orderStop(mine, params));
    return changes;
  }

  /** One that was never sent to its node: no process can exist. */
  private List<ProcessChange> endUnoffered(String mine, Map<String, ?> params) {
    return jdbc.sql(
            mine
                + """
                update assignment a
                set state = 'EXITED', desired = 'STOP', stop_reason = mine.reason,
                    exit_cause = 'STOPPED', exited_at = clock_timestamp(),
                    cleared_at = clock_timestamp()
                from mine where a.id = mine.id and a.state = 'WANTED' and a.offered_tick is null
                returning a.node_id, a.stop_reason
                """)
        .params(params)
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

  private List<ProcessChange> orderStop(String mine, Map<String, ?> params) {
    return jdbc.sql(
            mine
                + """
                update assignment a set desired = 'STOP', stop_reason = mine.reason
                from mine where a.id = mine.id
                returning a.node_id, a.state
                """)
        .params(params)
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
}
