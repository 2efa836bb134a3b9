package io.stoker.schedule;

import io.stoker.job.Job;
import io.stoker.job.JobRevision;
import io.stoker.job.Jobs;
import io.stoker.run.ScheduledFor;
import io.stoker.run.ScheduledRuns;
import io.stoker.run.ScheduledRuns.Outcome;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Decides over the nominal times of one schedule from its mark up to now, makes their runs and
 * moves the mark: in the caller's transaction, which holds the schedule's row lock. So a time is
 * decided over once, whoever comes how often, and a kill at any moment leaves either all of it or
 * nothing.
 */
@Component
class FirePass {
  /** Times that one transaction decides over at most. */
  static final int BATCH = 500;

  private final ScheduleStore schedules;
  private final FireStore fires;
  private final ScheduledRuns runs;
  private final Jobs jobs;
  private final ScheduleLimits limits;

  FirePass(
      ScheduleStore schedules,
      FireStore fires,
      ScheduledRuns runs,
      Jobs jobs,
      ScheduleLimits limits) {
    this.schedules = schedules;
    this.fires = fires;
    this.runs = runs;
    this.jobs = jobs;
    this.limits = limits;
  }

  /**
   * How far a pass has come.
   *
   * @param now the moment up to which it has looked
   * @param complete whether everything up to then is decided
   * @param held whether it has stopped before a time that there is no room for now
   * @param next the first time that is not decided; null when there is none
   */
  record Passed(Instant now, boolean complete, boolean held, @Nullable Instant next) {}

  Passed run(Schedule schedule) {
    return run(schedule, schedule.spec().catchUp().policy() == CatchUp.Policy.ALL);
  }

  /** The same before a change: no time can be held, since it is to be decided over as it is now. */
  Passed runAll(Schedule schedule) {
    return run(schedule, false);
  }

  private Passed run(Schedule schedule, boolean mayHold) {
    Instant now = schedules.now();
    Optional<Job> job = jobs.find(schedule.jobId());
    if (job.isEmpty()) {
      // made at the moment at which its job was deleted
      schedules.delete(schedule.id());
      return new Passed(now, true, false, null);
    }
    FireTimes times = schedule.spec().fireTimes();
    List<FireTime> due = times.between(schedule.decidedUntil(), now, BATCH + 1);
    boolean all = due.size() <= BATCH;
    // of those left out for now the newest may be made up for, and that cannot be told yet
    int decidable = all ? due.size() : BATCH - schedule.spec().catchUp().max();
    int decided =
        due.isEmpty()
            ? 0
            : decide(
                new Work(
                    schedule,
                    job.get().current(),
                    policy(schedule, now, mayHold),
                    new FireRecorder(fires, schedule.id())),
                due,
                decidable);
    boolean held = decided < decidable;
    Instant mark = all && !held ? now : justBefore(due.get(decided).at());
    Instant next = times.next(mark).map(FireTime::at).orElse(null);
    schedules.moveMark(schedule.id(), mark, next);
    return new Passed(now, all && !held, held, next);
  }

  private static Instant justBefore(Instant time) {
    return time.minusMillis(1);
  }

  /** What one pass decides with. */
  private record Work(Schedule schedule, JobRevision job, Policy policy, FireRecorder recorder) {}

  /** Decides over the first ones; fewer when one is held. */
  private int decide(Work work, List<FireTime> due, int decidable) {
    int later = (int) due.stream().filter(FireTime::fires).count();
    int decided = 0;
    while (decided < decidable) {
      FireTime time = due.get(decided);
      later -= time.fires() ? 1 : 0;
      Verdict verdict = work.policy().judge(time, later);
      if (verdict instanceof Verdict.Hold) {
        break;
      }
      if (verdict instanceof Verdict.Skip skip) {
        work.recorder().skipped(time, skip.reason());
      } else if (verdict instanceof Verdict.Run run) {
        start(work, time, run);
      }
      decided++;
    }
    work.recorder().flush();
    return decided;
  }

  private Policy policy(Schedule schedule, Instant now, boolean mayHold) {
    int mostWaiting = limits.waitingPerJob();
    Policy.Load load =
        schedule.paused()
            ? new Policy.Load(null, 0, mostWaiting)
            : new Policy.Load(
                runs.newestOpen(schedule.id()).orElse(null),
                runs.waitingOf(schedule.jobId()),
                mostWaiting);
    return new Policy(schedule, now, limits.missedAfter(), load, mayHold);
  }

  private void start(Work work, FireTime time, Verdict.Run verdict) {
    Schedule schedule = work.schedule();
    ScheduleSpec spec = schedule.spec();
    JobRevision job = work.job();
    Outcome outcome =
        runs.start(
            job,
            NominalTime.fill(spec.parameters(), job.spec(), time.at(), spec.zone()),
            schedule.createdBy(),
            new ScheduledFor(schedule.id(), time.at(), spec.overlap() == Overlap.QUEUE),
            verdict.behind());
    if (outcome instanceof Outcome.Accepted accepted) {
      work.recorder().ran(time, accepted.run());
      work.policy().started(accepted.run());
    } else if (outcome instanceof Outcome.Refused refused) {
      work.recorder().skipped(time, refused.reason());
    }
  }
}
