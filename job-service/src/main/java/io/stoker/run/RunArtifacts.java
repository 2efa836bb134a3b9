package io.stoker.run;

import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Who may fetch which artifact. */
@Repository
public class RunArtifacts {
  private final JdbcClient jdbc;

  RunArtifacts(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** Whether a driver that this node is to run, or runs, needs an artifact. */
  public boolean isNeeded(UUID nodeId, String artifactId) {
    return jdbc.sql(
            """
            select exists (
              select from assignment
              join attempt on attempt.fence = assignment.fence
              join run on run.id = attempt.run_id
              join artifact_use on artifact_use.job_id = run.job_id
                               and artifact_use.revision = run.revision
              where assignment.node_id = :node
                and assignment.kind = 'DRIVER'
                and assignment.state in ('WANTED', 'STARTING', 'RUNNING', 'STOPPING')
                and artifact_use.artifact_id = :artifact)
            """)
        .param("node", nodeId)
        .param("artifact", artifactId)
        .query(Boolean.class)
        .single();
  }
}
