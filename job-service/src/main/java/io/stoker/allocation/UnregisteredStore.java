package io.stoker.allocation;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toList;

import java.util.List;
import java.util.Map;
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
      "update assignment a set unregistered_since_tick = null"
          + " where unregistered_since_tick is not null and not "
          + WAITS;

  private static final String NOW =
      "update assignment a set unregistered_since_tick = (select ticks from platform_clock)"
          + " where unregistered_since_tick is null and "
          + WAITS;

  private static final String END =
      """
      update assignment set never_registered = true
      where unregistered_since_tick <= (select ticks from platform_clock) - :patience
      returning fence, executor_id
      """;

  private record Ended(long fence, int executorId) {}

  private final JdbcClient jdbc;

  UnregisteredStore(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** Notes since when each of them has been so. */
  void note() {
    jdbc.sql(NO_MORE).update();
    jdbc.sql(NOW).update();
  }

  /**
   * Holds those that have been so for long against their nodes.
   *
   * @return their ids by fence
   */
  Map<Long, List<Integer>> end(int patienceTicks) {
    return jdbc
        .sql(END)
        .param("patience", patienceTicks)
        .query((row, number) -> new Ended(row.getLong("fence"), row.getInt("executor_id")))
        .list()
        .stream()
        .collect(groupingBy(Ended::fence, mapping(Ended::executorId, toList())));
  }
}
