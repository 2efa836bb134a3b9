package io.stoker.queue;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Counts what queues have, for people; an allocation pass counts for itself. */
@Repository
public class QueueUses {
  private static final String USES =
      """
      select queue.name,
             (select count(*) from run
              where run.queue = queue.name
                and run.state in ('STARTING', 'RUNNING', 'COMMITTING', 'RETRY_WAIT')) as running,
             (select count(*) from run
              where run.queue = queue.name and run.state = 'QUEUED') as waiting,
             coalesce(used.cores, 0) as cores, coalesce(used.memory, 0) as memory
      from queue
      left join (
        select run.queue, sum(a.cores_milli) as cores, sum(a.memory_bytes) as memory
        from assignment a
        join attempt on attempt.fence = a.fence
        join run on run.id = attempt.run_id
        where a.state in ('WANTED', 'STARTING', 'RUNNING', 'STOPPING')
        group by run.queue) used on used.queue = queue.name
      where queue.name in (:names)
      """;

  private final JdbcClient jdbc;

  QueueUses(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /**
   * What READY nodes have in all, of which shares are parts.
   *
   * @param coresMilli zero when none is READY
   */
  public record Cluster(long coresMilli, long memoryBytes) {

    /** The part of it that a use is, 0 to 1: of cores or of memory, whichever is the larger. */
    public double part(long usedCoresMilli, long usedMemoryBytes) {
      return coresMilli == 0 || memoryBytes == 0
          ? 0
          : Math.max((double) usedCoresMilli / coresMilli, (double) usedMemoryBytes / memoryBytes);
    }
  }

  public Cluster cluster() {
    return jdbc.sql(
            """
            select coalesce(sum(cores_milli), 0) as cores_milli,
                   coalesce(sum(memory_bytes), 0) as memory_bytes
            from node where state = 'READY'
            """)
        .query(Cluster.class)
        .single();
  }

  /** By the queues' names; a queue that is deleted at this moment is left out. */
  public Map<String, QueueUse> of(Collection<Queue> queues) {
    Map<String, QueueUse> uses = new HashMap<>();
    List<String> names = queues.stream().map(Queue::name).toList();
    if (!names.isEmpty()) {
      jdbc.sql(USES)
          .param("names", names)
          .query(
              row -> {
                uses.put(
                    row.getString("name"),
                    new QueueUse(
                        row.getLong("cores"),
                        row.getLong("memory"),
                        row.getInt("running"),
                        row.getInt("waiting")));
              });
    }
    return uses;
  }
}
