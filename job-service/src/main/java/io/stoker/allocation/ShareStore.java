package io.stoker.allocation;

import io.stoker.queue.QueueRow;
import io.stoker.queue.QueueSpec;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** What a pass reads of queues, whatever has ended, and since when they are kept waiting. */
@Repository
class ShareStore {
  private final JdbcClient jdbc;

  ShareStore(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /**
   * A queue as a pass finds it.
   *
   * @param running runs that have started and are not over
   * @param waitedTicks since when its turn has not come; null when it has
   * @param hasAged whether a run of it that came before everybody goes on
   */
  record Found(QueueSpec spec, int running, @Nullable Long waitedTicks, boolean hasAged) {}

  /** What an attempt's processes own, on whichever nodes. */
  record Used(long fence, String queue, long coresMilli, long memoryBytes) {}

  List<Found> queues() {
    return jdbc.sql(
            """
            select queue.*,
                   (select count(*) from run
                    where run.queue = queue.name
                      and run.state in ('STARTING', 'RUNNING', 'COMMITTING', 'RETRY_WAIT'))
                     as running,
                   exists (select 1 from run
                           where run.queue = queue.name and run.aged
                             and run.state in ('STARTING', 'RUNNING', 'COMMITTING', 'RETRY_WAIT'))
                     as aged,
                   (select ticks from platform_clock) - queue_wait.since_tick as waited
            from queue left join queue_wait on queue_wait.queue = queue.name
            """)
        .query(
            (row, number) ->
                new Found(
                    QueueRow.spec(row),
                    row.getInt("running"),
                    row.getObject("waited", Long.class),
                    row.getBoolean("aged")))
        .list();
  }

  List<Used> used() {
    return jdbc.sql(
            """
            select a.fence, run.queue, sum(a.cores_milli) as cores_milli,
                   sum(a.memory_bytes) as memory_bytes
            from assignment a
            join attempt on attempt.fence = a.fence
            join run on run.id = attempt.run_id
            where a.state in ('WANTED', 'STARTING', 'RUNNING', 'STOPPING')
            group by a.fence, run.queue
            """)
        .query(Used.class)
        .list();
  }

  /** Runs for which executors of others are let go. */
  Set<UUID> given() {
    return jdbc.sql("select run_id from room_given").query(UUID.class).set();
  }

  /** These are such runs, and no others. */
  void give(Collection<UUID> runs) {
    UUID[] all = runs.toArray(UUID[]::new);
    jdbc.sql("delete from room_given where run_id <> all(:runs)").param("runs", all).update();
    jdbc.sql(
            """
            insert into room_given (run_id) select unnest(cast(:runs as uuid[]))
            on conflict (run_id) do nothing
            """)
        .param("runs", all)
        .update();
  }

  /** The queues whose turn has not come; those that stay among them go on counting. */
  void keepWaiting(Collection<String> queues) {
    String[] names = queues.toArray(String[]::new);
    jdbc.sql("delete from queue_wait where queue <> all(:queues)").param("queues", names).update();
    jdbc.sql(
            """
            insert into queue_wait (queue, since_tick)
            select unnest(cast(:queues as text[])), ticks from platform_clock
            on conflict (queue) do nothing
            """)
        .param("queues", names)
        .update();
  }
}
