package io.stoker.allocation;

import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Executors that run and that their drivers do not know. */
@Repository
class UnregisteredStore {
  /** The driver is heard, has told who is there, and this one is not among them. */
  private static final String WAITS =
      """
      (a.kind = 'EXECUTOR' and a.state = 'RUNNING' and a.desired = 'RUN'
       and a.stop_due_tick is null and a.registered_at is null
       and exists (select 1 from attempt t join node n on n.id = a.node_id
                   where t.fence = a.fence and t.progress_number > 0 and n.state <> 'UNREACHABLE'
                     and t.last_seen_tick >= (select ticks from platform_clock) - 2))
      """;

  private static final String NO_MORE =
      change("null", "a.unregistered_since_tick is not null and not " + WAITS);

  private static final String NOW =
      change(
          "(select ticks from platform_clock)", "a.unregistered_since_tick is null and " + WAITS);

  private static final String DUE =
      """
      select distinct fence from assignment
      where unregistered_since_tick <= (select ticks from platform_clock) - :patience
        and not never_registered and desired = 'RUN'
      """;

  private static final String END =
      """
      update assignment set never_registered = true
      where unregistered_since_tick <= (select ticks from platform_clock) - :patience
        and fence = :fence and not never_registered and desired = 'RUN' and registered_at is null
      returning executor_id
      """;

  private static final String BLAME =
      """
      select string_agg(distinct n.name, ', ' order by n.name) as nodes, dn.name as driver, t.driver_url
      from assignment a
      join node n on n.id = a.node_id
      join attempt t on t.fence = a.fence
      join assignment d on d.fence = a.fence and d.kind = 'DRIVER'
      join node dn on dn.id = d.node_id
      where a.fence = :fence and a.never_registered
      group by dn.name, t.driver_url having count(distinct n.id) > 1
      """;

  private final JdbcClient jdbc;

  UnregisteredStore(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** Rows that a driver's report holds now are looked at the next time. */
  private static String change(String since, String where) {
    return """
        update assignment set unregistered_since_tick = %s
        where id in (select a.id from assignment a where %s order by a.id for update skip locked)
        """
        .formatted(since, where);
  }

  /** Notes since when each of them has been so. */
  void note() {
    jdbc.sql(NO_MORE).update();
    jdbc.sql(NOW).update();
  }

  /** Who is likely to be at fault; empty while it may be one node or the other. */
  Optional<String> blame(long fence) {
    return jdbc.sql(BLAME)
        .param("fence", fence)
        .query(
            (row, number) ->
                " It was so on nodes %s: it is likely the driver's node %s that lets nobody in, at %s."
                    .formatted(
                        row.getString("nodes"),
                        row.getString("driver"),
                        row.getString("driver_url")))
        .optional();
  }

  /** Attempts that have some for so long. */
  List<Long> due(int patienceTicks) {
    return jdbc.sql(DUE).param("patience", patienceTicks).query(Long.class).list();
  }

  /**
   * Holds those of one attempt against their nodes, unless they have registered just now.
   *
   * @return their ids
   */
  List<Integer> end(long fence, int patienceTicks) {
    return jdbc.sql(END)
        .param("patience", patienceTicks)
        .param("fence", fence)
        .query(Integer.class)
        .list();
  }
}
