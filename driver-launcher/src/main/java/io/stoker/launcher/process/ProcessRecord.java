package io.stoker.launcher.process;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What a process is for, kept in {@code process.json} from before its start until its directory is
 * deleted. It holds no secret.
 *
 * @param id of the assignment; also the name of the process's directory
 * @param name for a person: {@code driver} or {@code executor-3}
 * @param runId null for what serves all runs
 * @param applicationId Spark's application id: {@code {runId}-{fence}}; empty without a run
 * @param stopGraceMillis between SIGTERM and SIGKILL when nobody says otherwise
 * @param memoryBytes memory that it owns, with all that it starts; null when nobody says
 */
public record ProcessRecord(
    UUID id,
    Kind kind,
    String name,
    @Nullable UUID runId,
    long fence,
    String applicationId,
    long stopGraceMillis,
    @Nullable Long memoryBytes,
    Instant acceptedAt) {

  /** What runs in the process. */
  public enum Kind {
    DRIVER,
    EXECUTOR,
    SHUFFLE_SERVER,
    HISTORY_SERVER
  }
}
