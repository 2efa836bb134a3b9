package io.stoker.run;

import io.stoker.error.ErrorCode;
import io.stoker.error.StokerException;
import io.stoker.job.JobRevision;
import io.stoker.job.JobSpec;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import tools.jackson.core.type.TypeReference;

/** Reads the revision that a run executes. */
@Component
class Revisions {
  private static final TypeReference<JobSpec> SPEC = new TypeReference<>() {};

  private static final String CURRENT =
      """
      select job_revision.*
      from job join job_revision on job_revision.job_id = job.id and number = revision
      where job.name = :name and deleted_at is null
      """;

  private final JdbcClient jdbc;

  Revisions(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** The newest revision of a job that is not deleted. */
  JobRevision current(String jobName) {
    return jdbc.sql(CURRENT)
        .param("name", jobName)
        .query(Revisions::revision)
        .optional()
        .orElseThrow(
            () ->
                new StokerException(
                    ErrorCode.NOT_FOUND,
                    "There is no job " + jobName + ". GET /api/v1/jobs lists all."));
  }

  JobRevision get(UUID jobId, int number) {
    return jdbc.sql("select * from job_revision where job_id = :job and number = :number")
        .param("job", jobId)
        .param("number", number)
        .query(Revisions::revision)
        .single();
  }

  private static JobRevision revision(ResultSet row, int index) throws SQLException {
    return new JobRevision(
        row.getObject("job_id", UUID.class),
        row.getInt("number"),
        Json.read(row.getString("spec"), SPEC),
        row.getObject("created_at", OffsetDateTime.class).toInstant(),
        row.getString("created_by"));
  }
}
