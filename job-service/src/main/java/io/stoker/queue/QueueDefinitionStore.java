package io.stoker.queue;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Rows of queues. A queue's row lock orders what is submitted to it and its deletion. */
@Repository
class QueueDefinitionStore {
  private final JdbcClient jdbc;

  QueueDefinitionStore(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** Takes a name; false when it is taken. */
  boolean insert(QueueSpec spec) {
    return written(
                """
                insert into queue (name, share_milli, max_cores_milli, max_memory_bytes, priority,
                                   max_running, max_waiting, preemption)
                values (:name, :share, :maxCores, :maxMemory, :priority, :maxRunning, :maxWaiting,
                        :preemption)
                on conflict (name) do nothing
                """,
                spec)
            .update()
        == 1;
  }

  /** Changes a queue; false when its revision is not the expected one. */
  boolean update(QueueSpec spec, int expected) {
    return written(
                """
                update queue
                set share_milli = :share, max_cores_milli = :maxCores,
                    max_memory_bytes = :maxMemory, priority = :priority,
                    max_running = :maxRunning, max_waiting = :maxWaiting, preemption = :preemption,
                    revision = revision + 1, updated_at = clock_timestamp()
                where name = :name and revision = :expected
                """,
                spec)
            .param("expected", expected)
            .update()
        == 1;
  }

  private JdbcClient.StatementSpec written(String sql, QueueSpec spec) {
    return jdbc.sql(sql)
        .param("name", spec.name())
        .param("share", spec.shareMilli())
        .param("maxCores", spec.maxCoresMilli(), Types.BIGINT)
        .param("maxMemory", spec.maxMemoryBytes(), Types.BIGINT)
        .param("priority", spec.priority())
        .param("maxRunning", spec.maxRunning(), Types.INTEGER)
        .param("maxWaiting", spec.maxWaiting(), Types.INTEGER)
        .param("preemption", spec.preemption());
  }

  /** Until the transaction ends nobody else gets past here, so that shares can be summed up. */
  void lockShares() {
    jdbc.sql("select pg_advisory_xact_lock(hashtextextended('shares of queues', 0))")
        .query((row, index) -> index)
        .single();
  }

  Optional<Queue> find(String name) {
    return jdbc.sql("select * from queue where name = :name")
        .param("name", name)
        .query(QueueDefinitionStore::queue)
        .optional();
  }

  Optional<Queue> find(UUID entry) {
    return jdbc.sql("select * from queue where entry = :entry")
        .param("entry", entry)
        .query(QueueDefinitionStore::queue)
        .optional();
  }

  /** Newest first, older than the one with the given entry. */
  List<Queue> list(@Nullable UUID before, int limit) {
    return jdbc.sql(
            """
            select * from queue
            where cast(:before as uuid) is null or entry < :before
            order by entry desc
            limit :limit
            """)
        .param("before", before)
        .param("limit", limit)
        .query(QueueDefinitionStore::queue)
        .list();
  }

  List<Queue> all() {
    return jdbc.sql("select * from queue order by entry").query(QueueDefinitionStore::queue).list();
  }

  /** Keeps a queue from being deleted until the transaction ends; false when there is none. */
  boolean hold(String name) {
    return jdbc.sql("select 1 from queue where name = :name for key share")
        .param("name", name)
        .query(Integer.class)
        .optional()
        .isPresent();
  }

  /**
   * The bound on runs that wait in a queue; empty when it has none. No other submission to such a
   * queue gets past here until the transaction ends.
   */
  Optional<Integer> lockWaiting(String name) {
    return jdbc.sql(
            """
            select max_waiting from queue where name = :name and max_waiting is not null
            for no key update
            """)
        .param("name", name)
        .query(Integer.class)
        .optional();
  }

  int waiting(String name) {
    return jdbc.sql("select count(*) from run where queue = :name and state = 'QUEUED'")
        .param("name", name)
        .query(Integer.class)
        .single();
  }

  /** Takes the lock that no submission and no job that names the queue gets past. */
  Optional<Queue> lock(String name) {
    return jdbc.sql("select * from queue where name = :name for update")
        .param("name", name)
        .query(QueueDefinitionStore::queue)
        .optional();
  }

  /** Runs of a queue that are not over, the oldest first. */
  List<UUID> openRuns(String name, int limit) {
    return jdbc.sql(
            """
            select id from run
            where queue = :name
              and state in ('QUEUED', 'STARTING', 'RUNNING', 'COMMITTING', 'RETRY_WAIT')
            order by id
            limit :limit
            """)
        .param("name", name)
        .param("limit", limit)
        .query(UUID.class)
        .list();
  }

  /** Names of jobs whose current revision names a queue. */
  List<String> jobs(String name, int limit) {
    return jdbc.sql(
            """
            select name from job where queue = :name and deleted_at is null
            order by name
            limit :limit
            """)
        .param("name", name)
        .param("limit", limit)
        .query(String.class)
        .list();
  }

  void delete(String name) {
    jdbc.sql("delete from queue where name = :name").param("name", name).update();
  }

  private static Queue queue(ResultSet row, int index) throws SQLException {
    return new Queue(
        row.getObject("entry", UUID.class),
        QueueRow.spec(row),
        row.getInt("revision"),
        row.getObject("created_at", OffsetDateTime.class).toInstant(),
        row.getObject("updated_at", OffsetDateTime.class).toInstant());
  }
}
