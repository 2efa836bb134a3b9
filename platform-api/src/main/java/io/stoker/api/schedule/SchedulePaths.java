package io.stoker.api.schedule;

import io.stoker.contract.Paths;
import io.stoker.error.ErrorCode;
import io.stoker.error.StokerException;
import java.net.URI;
import java.util.UUID;

/** Where schedules are addressed. */
final class SchedulePaths {
  static final String OF_JOB = Paths.SCHEDULES_OF_JOB;
  static final String SCHEDULE = OF_JOB + "/{schedule}";

  private SchedulePaths() {}

  static URI of(String job, UUID schedule) {
    return URI.create(Paths.JOBS + "/" + job + "/schedules/" + schedule);
  }

  /**
   * The schedule that a path names. What is no id names none.
   *
   * @throws StokerException NOT_FOUND
   */
  static UUID id(String job, String schedule) {
    try {
      return UUID.fromString(schedule);
    } catch (IllegalArgumentException e) {
      throw new StokerException(
          ErrorCode.NOT_FOUND,
          "There is no schedule \"%s\"; ids look like 0197a3c4-1c5e-7aa0-8000-0123456789ab."
                  .formatted(schedule)
              + " GET /api/v1/jobs/%s/schedules lists those of the job.".formatted(job));
    }
  }
}
