package io.stoker.job;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** The rows of jobs and their revisions. */
@Repository
class JobStore {
  private static final String SELECT_JOB =
      """
      select j.id, j.created_at job_created_at, r.number, r.spec, r.created_at, r.created_by
        from job j join job_revision r on r.job_id = j.id and r.number = j.revision
       where j.deleted_at is null
      """;

  private static final String SELECT_REVISION =
      """
      select r.job_id id, r.number, r.spec, r.created_at, r.created_by
        from job_revision r
       where r.job_id = :id
      """;

  private final JdbcClient jdbc;

  JobStore(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** Takes a name; empty when an undeleted job has it already. */
  Optional<UUID> insert(JobSpec spec) {
    return jdbc.sql(
            """
            insert into job (name, revision, queue, concurrency_policy, concurrency_max)
            values (:name, 1, :queue, :policy, :max)
            on conflict (name) where deleted_at is null do nothing
            returning id
            """)
        .param("name", spec.name())
        .param("queue", spec.queue())
        .param("policy", spec.concurrency().policy().name())
        .param("max", spec.concurrency().max(), Types.INTEGER)
        .query(UUID.class)
        .optional();
  }

  void insertRevision(UUID jobId, int number, JobSpec spec, String createdBy) {
    jdbc.sql(
            """
            insert into job_revision (job_id, number, spec, created_by)
            values (:job, :number, cast(:spec as jsonb), :by)
            """)
        .param("job", jobId)
        .param("number", number)
        .param("spec", SpecJson.write(spec))
        .param("by", createdBy)
        .update();
  }

  /** Moves a job to its next revision; empty when its current one is not the one expected. */
  Optional<Integer> advance(UUID jobId, int expected, JobSpec spec) {
    return jdbc.sql(
            """
            update job
               set revision = revision + 1, updated_at = clock_timestamp(),
                   queue = :queue, concurrency_policy = :policy, concurrency_max = :max
             where id = :id and revision = :expected and deleted_at is null
            returning revision
            """)
        .param("id", jobId)
        .param("expected", expected)
        .param("queue", spec.queue())
        .param("policy", spec.concurrency().policy().name())
        .param("max", spec.concurrency().max(), Types.INTEGER)
        .query(Integer.class)
        .optional();
  }

  /**
   * Deletes a job softly, so that it needs its queue no more; false when its current revision is
   * not the one expected.
   */
  boolean delete(UUID jobId, int expected) {
    return jdbc.sql(
                """
                update job
                   set deleted_at = clock_timestamp(), updated_at = clock_timestamp(), queue = null
                 where id = :id and revision = :expected and deleted_at is null
                """)
            .param("id", jobId)
            .param("expected", expected)
            .update()
        == 1;
  }

  /**
   * Locks an undeleted job against deletion and against others that do the same, until the
   * transaction ends; false when it is gone.
   */
  boolean hold(UUID jobId) {
    return jdbc.sql("select 1 from job where id = :id and deleted_at is null for no key update")
        .param("id", jobId)
        .query(Integer.class)
        .optional()
        .isPresent();
  }

  Optional<Job> find(String name) {
    return jdbc.sql(SELECT_JOB + " and j.name = :name")
        .param("name", name)
        .query(JobStore::job)
        .optional();
  }

  Optional<Job> find(UUID id) {
    return jdbc.sql(SELECT_JOB + " and j.id = :id").param("id", id).query(JobStore::job).optional();
  }

  /** Newest first, older than a given job when one is given. */
  List<Job> list(JobFilter filter, @Nullable UUID before, int limit) {
    return jdbc.sql(
            SELECT_JOB
                + """
                   and position(:part in j.name) > 0
                   and r.spec -> 'labels' @> cast(:labels as jsonb)
                   and (cast(:before as uuid) is null or j.id < :before)
                 order by j.id desc
                 limit :limit
                """)
        .param("part", filter.namePart())
        .param("labels", SpecJson.write(filter.labels()))
        .param("before", before)
        .param("limit", limit)
        .query(JobStore::job)
        .list();
  }

  Optional<JobRevision> revision(UUID jobId, int number) {
    return jdbc.sql(SELECT_REVISION + " and r.number = :number")
        .param("id", jobId)
        .param("number", number)
        .query(JobStore::revision)
        .optional();
  }

  /** Newest first, older than a given one. */
  List<JobRevision> revisions(UUID jobId, int before, int limit) {
    return jdbc.sql(SELECT_REVISION + " and r.number < :before order by r.number desc limit :limit")
        .param("id", jobId)
        .param("before", before)
        .param("limit", limit)
        .query(JobStore::revision)
        .list();
  }

  private static Job job(ResultSet row, int index) throws SQLException {
    return new Job(
        row.getObject("id", UUID.class), instant(row, "job_created_at"), revision(row, index));
  }

  private static JobRevision revision(ResultSet row, int index) throws SQLException {
    return new JobRevision(
        row.getObject("id", UUID.class),
        row.getInt("number"),
        SpecJson.read(row.getString("spec")),
        instant(row, "created_at"),
        row.getString("created_by"));
  }

  private static Instant instant(ResultSet row, String column) throws SQLException {
    return row.getObject(column, OffsetDateTime.class).toInstant();
  }
}
