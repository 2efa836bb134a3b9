package io.stoker.api.run;

import io.stoker.contract.Paths;
import io.stoker.error.ErrorCode;
import io.stoker.error.StokerException;
import java.net.URI;
import java.time.Duration;
import java.util.UUID;

/** Where runs are addressed, and how long a client may wait there. */
public final class RunAddress {
  public static final String RUN = Paths.RUNS + "/{run}";
  static final String OF_JOB = Paths.JOBS + "/{job}/runs";

  static final Duration LONGEST_WAIT = Duration.ofSeconds(60);

  private RunAddress() {}

  public static URI of(UUID run) {
    return URI.create(Paths.RUNS + "/" + run);
  }

  /** Below which its Spark UI is. */
  public static String ui(UUID run) {
    return of(run) + "/ui";
  }

  /**
   * The run that a path names. What is no id names no run.
   *
   * @throws StokerException NOT_FOUND
   */
  public static UUID id(String run) {
    try {
      return UUID.fromString(run);
    } catch (IllegalArgumentException e) {
      throw new StokerException(
          ErrorCode.NOT_FOUND,
          "There is no run \""
              + run
              + "\"; ids look like 0197a3c4-1c5e-7aa0-8000-0123456789ab."
              + " GET /api/v1/runs lists all.");
    }
  }

  static Duration bounded(Duration wait) {
    return wait.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : wait;
  }
}
