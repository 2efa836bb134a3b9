package io.stoker.allocation;

import java.util.List;
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
