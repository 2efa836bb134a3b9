package io.stoker.schedule;

import io.stoker.error.StokerException;
import io.stoker.error.Violation;
import io.stoker.error.Violations;
import io.stoker.job.Job;
import io.stoker.job.JobSpec;
import io.stoker.run.ScheduledRuns;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.springframework.stereotype.Component;

/** Checks a schedule against the job that it is for. */
@Component
class ScheduleChecks {
  private final ScheduleStore store;
  private final ScheduledRuns runs;

  ScheduleChecks(ScheduleStore store, ScheduledRuns runs) {
    this.store = store;
    this.runs = runs;
  }

  /**
   * The schedule with its defaults.
   *
   * @throws StokerException VALIDATION_FAILED naming every wrong field, those found before and
   *     parameters that do not fit the job included
   */
  ScheduleSpec checked(Job job, ScheduleDraft draft, List<Violation> found) {
    Violations violations = new Violations(found);
    problems(job.current().spec(), draft).forEach(violations::add);
    return draft.checked(violations.list(), store.now());
  }

  private List<Violation> problems(JobSpec job, ScheduleDraft draft) {
    Map<String, Object> given = draft.parameters() == null ? Map.of() : draft.parameters();
    return runs.problems(job, NominalTime.fill(given, job, Instant.EPOCH, ZoneOffset.UTC));
  }
}
