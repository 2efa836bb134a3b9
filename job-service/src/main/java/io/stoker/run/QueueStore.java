package io.stoker.run;

import static io.stoker.run.AttemptStore.LIVE;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Statements of the allocation pass over runs and attempts. */
@Component
class QueueStore {
  // A run that has started keeps its turn; of those that wait, the oldest are next.
  private static final String PLACED =
      """
      with placed as (
        select run.id, run.job_id, job.concurrency_max as max,
               row_number() over (partition by run.job_id order by run.attempts = 0, run.id) as place
        from job join run on run.job_id = job.id
        where job.concurrency_policy = 'QUEUE'
          and run.state in ('QUEUED', 'STARTING', 'RUNNING', 'COMMITTING', 'RETRY_WAIT'))
      """;

  // for each queue apart, so that none with many hides the others;
  // skip locked: the pass never waits for a run that somebody is changing, it comes again
  private static final String WAITING =
      PLACED
          + """
            select turn.* from queue cross join lateral (
              select run.* from run
              where run.queue = queue.name
                and (run.state = 'QUEUED'
                     or (run.state = 'RETRY_WAIT' and run.next_attempt_at <= clock_timestamp()))
                and not (run.attempts = 0
                         and exists (select 1 from placed
                                     where placed.id = run.id and placed.place > placed.max))
                and not (run.in_order
                         and exists (select 1 from run earlier
                                     where earlier.schedule_id = run.schedule_id
                                       and earlier.nominal_at < run.nominal_at
                                       and earlier.state in ('QUEUED', 'STARTING', 'RUNNING',
                                                             'COMMITTING', 'RETRY_WAIT')))
              order by run.id
              limit :limit
              for no key update of run skip locked) turn
            order by turn.id
            """;

  private static final String LIMITED =
      PLACED
          + """
            select run.id, placed.max, placed.place - 1 as ahead,
                   array(select other.id::text from placed other
                         where other.job_id = placed.job_id and other.place < placed.place
                         order by other.place limit :named) as named
            from run join placed on placed.id = run.id
            where run.state = 'QUEUED' and run.attempts = 0 and placed.place > placed.max
            order by run.id
            limit :limit
            for no key update of run skip locked
            """;

  private static final String OLD_DRIVER =
      """
      select node.name
      from attempt
      join assignment on assignment.fence = attempt.fence and assignment.kind = 'DRIVER'
      join node on node.id = assignment.node_id
      where attempt.run_id = :run and assignment.state not in ('EXITED', 'LOST')
      limit 1
      """;

  /** A driver speaks each second; one that has not for longer is not heard now. */
  static final int HEARD_TICKS = 5;

  /** After a cut nodes are heard again within a call that was under way, and a report. */
  private static final int BACK_TICKS = 20;

  // One that is not heard may be dead with its machine, and executors for it would end at once,
  // again and again until its lease is over. One that is heard again was cut off, most likely with
  // others: nodes come back in any order, and whoever is not back at once has its executors still.
  private static final String DEMANDING =
      """
      select attempt.*
      from run join attempt on attempt.run_id = run.id
      where run.state in ('STARTING', 'RUNNING', 'COMMITTING')
        and attempt.%s
        and attempt.last_seen_tick >= (select ticks from platform_clock) - %d
        and attempt.demand is not null
        and not (coalesce(attempt.heard_again_tick >= (select ticks from platform_clock) - %d, false)
                 and exists (select 1 from assignment join node on node.id = assignment.node_id
                             where assignment.fence = attempt.fence
                               and assignment.kind = 'EXECUTOR'
                               and assignment.state in ('STARTING', 'RUNNING')
                               and node.state = 'UNREACHABLE'))
      order by attempt.fence
      for no key update of run skip locked
      """
          .formatted(LIVE, HEARD_TICKS, BACK_TICKS);

  private static final String MISFIT =
      """
      update run
      set misfit_since_tick = coalesce(misfit_since_tick, (select ticks from platform_clock))
      where id = :id
      returning (select ticks from platform_clock) - misfit_since_tick
      """;

  private static final String FIT =
      """
      update run set misfit_since_tick = null
      where id in (:ids) and misfit_since_tick is not null
      """;

  // one scan for a page of runs; what its job or schedule holds back is counted too
  private static final String NUMBERS =
      """
      with waiting as (
        select id,
               row_number() over (partition by queue order by id) as number,
               first_value(id) over (partition by queue order by id) as first
        from run
        where queue in (select queue from run where id = any(:ids))
          and (state = 'QUEUED'
               or (state = 'RETRY_WAIT' and next_attempt_at <= clock_timestamp())))
      select * from waiting where id = any(:ids)
      """;

  private static final String NEXT_EXECUTOR =
      """
      update attempt
      set next_executor_id = next_executor_id + 1
      where fence = :fence and %s
      returning next_executor_id - 1
      """
          .formatted(LIVE);

  private static final String SECRETS =
      """
      select token, auth_secret from attempt
      where fence = :fence and %s
      """
          .formatted(LIVE);

  private final JdbcClient jdbc;

  QueueStore(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** What only the nodes of an attempt may know. */
  record Secrets(String token, String authSecret) {
    @Override
    public String toString() {
      return "Secrets[…]";
    }
  }

  List<Run> waiting(int limit) {
    return jdbc.sql(WAITING).param("limit", limit).query(RunStore::run).list();
  }

  /** The node of a driver of a run that is not known to have ended; empty when all have. */
  Optional<String> oldDriver(UUID run) {
    return jdbc.sql(OLD_DRIVER).param("run", run).query(String.class).optional();
  }

  /**
   * A run that waits for others of its job.
   *
   * @param max how many of the job's may go on at once
   * @param ahead how many came before it
   * @param named the first of those
   */
  record Limited(UUID run, int max, int ahead, List<String> named) {}

  /** Runs that wait for others of their job, the oldest first. */
  List<Limited> limited(int limit, int named) {
    return jdbc.sql(LIMITED)
        .param("limit", limit)
        .param("named", named)
        .query(
            (row, index) ->
                new Limited(
                    row.getObject("id", UUID.class),
                    row.getInt("max"),
                    row.getInt("ahead"),
                    List.of((String[]) row.getArray("named").getArray())))
        .list();
  }

  /**
   * A run's place in its queue.
   *
   * @param number among those that wait, from 1
   * @param first of those
   */
  record Numbered(UUID id, int number, UUID first) {}

  /** The numbers of those runs that wait in their queues. */
  List<Numbered> numbers(Collection<UUID> runs) {
    return jdbc.sql(NUMBERS).param("ids", runs.toArray(UUID[]::new)).query(Numbered.class).list();
  }

  List<Attempt> demanding() {
    return jdbc.sql(DEMANDING).query(AttemptStore::attempt).list();
  }

  /** Notes that a run fits nowhere, and gives the ticks since that was first noted. */
  long misfitTicks(UUID run) {
    return jdbc.sql(MISFIT).param("id", run).query(Long.class).single();
  }

  void markAged(UUID runId) {
    jdbc.sql("update run set aged = true where id = :id").param("id", runId).update();
  }

  void fit(Collection<UUID> runs) {
    if (!runs.isEmpty()) {
      jdbc.sql(FIT).param("ids", runs).update();
    }
  }

  /** Hands out an executor id of a live attempt; no id is handed out twice. */
  Optional<Integer> nextExecutor(long fence) {
    return jdbc.sql(NEXT_EXECUTOR).param("fence", fence).query(Integer.class).optional();
  }

  Optional<Secrets> secrets(long fence) {
    return jdbc.sql(SECRETS)
        .param("fence", fence)
        .query((row, index) -> new Secrets(row.getString("token"), row.getString("auth_secret")))
        .optional();
  }

  String nodeName(UUID node) {
    return jdbc.sql("select name from node where id = :id")
        .param("id", node)
        .query(String.class)
        .single();
  }
}
