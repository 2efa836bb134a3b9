package io.stoker.run;

import io.stoker.error.StokerException;
import io.stoker.error.Violation;
import io.stoker.job.JobRevision;
import io.stoker.job.JobSpec;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Runs that schedules make, each in the transaction that decides over its time. */
@Component
public class ScheduledRuns {
  private final Submissions submissions;
  private final ScheduledRunStore store;
  private final RunStore runs;

  ScheduledRuns(Submissions submissions, ScheduledRunStore store, RunStore runs) {
    this.submissions = submissions;
    this.store = store;
    this.runs = runs;
  }

  /** What became of a wish for a run. */
  public sealed interface Outcome {

    /** It stands, and will run. */
    record Accepted(UUID run) implements Outcome {}

    /** No such run can be made of the job as it is now. */
    record Refused(Reason reason) implements Outcome {}
  }

  /** A run that is not over. */
  public record Open(UUID id, RunState state) {}

  /** What is wrong with parameters for runs of a job; empty when nothing is. */
  public List<Violation> problems(JobSpec job, Map<String, ? extends @Nullable Object> parameters) {
    try {
      Arguments.bind(job.parameters(), parameters);
      return List.of();
    } catch (StokerException e) {
      return e.violations();
    }
  }

  /**
   * Makes a run.
   *
   * @param behind the earlier run that it has to wait for; null when there is none
   */
  public Outcome start(
      JobRevision revision,
      Map<String, ? extends @Nullable Object> parameters,
      String createdBy,
      ScheduledFor scheduled,
      @Nullable Open behind) {
    try {
      UUID run = submissions.submit(revision, parameters, createdBy, scheduled);
      if (scheduled.inOrder() && behind != null) {
        runs.explain(
            run,
            new Reason(
                Reason.WAITING_FOR_EARLIER_RUN,
                "Waits until the earlier runs of its schedule are over; the last of them is "
                    + behind.id()
                    + "."));
      }
      return new Outcome.Accepted(run);
    } catch (StokerException e) {
      return new Outcome.Refused(new Reason(e.code().name(), e.getMessage()));
    }
  }

  /** The newest run of a schedule that is not over. */
  public Optional<Open> newestOpen(UUID schedule) {
    return store.newestOpen(schedule);
  }

  /**
   * How many runs that schedules of a job have made wait to start. The number stays true until the
   * caller's transaction ends: another that asks for the same job waits.
   */
  public int waitingOf(UUID job) {
    store.lockWaitingOf(job);
    return store.waitingOf(job);
  }
}
