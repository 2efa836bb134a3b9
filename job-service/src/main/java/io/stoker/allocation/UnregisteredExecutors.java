package io.stoker.allocation;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toList;

import io.stoker.cluster.Assignments;
import java.util.List;
import java.util.Map;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * An executor may run and never come as far as its driver: a firewall between two nodes that drops
 * what it does not like lets it try for minutes. Its cores are better used on another node.
 */
@Component
class UnregisteredExecutors {
  /** Much longer than a start takes on a machine that is short of everything. */
  private static final int PATIENCE_TICKS = 120;

  private static final String WHY =
      "It ran for %d s and its driver, which was heard all the time, does not know it: something keeps"
              .formatted(PATIENCE_TICKS)
          + " it from connecting, as a firewall between the two nodes. Its log names the address.";

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
  private final Assignments assignments;

  UnregisteredExecutors(JdbcClient jdbc, Assignments assignments) {
    this.jdbc = jdbc;
    this.assignments = assignments;
  }

  /** Ends those for which it was waited long enough; others come in their places elsewhere. */
  void end() {
    jdbc.sql(NO_MORE).update();
    jdbc.sql(NOW).update();
    Map<Long, List<Integer>> ended =
        jdbc
            .sql(END)
            .param("patience", PATIENCE_TICKS)
            .query((row, number) -> new Ended(row.getLong("fence"), row.getInt("executor_id")))
            .list()
            .stream()
            .collect(groupingBy(Ended::fence, mapping(Ended::executorId, toList())));
    ended.forEach((fence, executors) -> assignments.stopExecutors(fence, executors, WHY));
  }
}
