package io.stoker.schedule;

import io.stoker.run.Reason;
import io.stoker.run.RunState;
import io.stoker.run.ScheduledRuns.Open;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Judges the due times of a schedule one after the other; knows no database. */
final class Policy {
  static final String PAUSED = "PAUSED";
  static final String MISSED = "MISSED";
  static final String OVERLAP = "OVERLAP";
  static final String TOO_MANY_WAITING = "TOO_MANY_WAITING";
  static final String DST_GAP = "DST_GAP";

  private final Schedule schedule;
  private final Instant now;
  private final Duration missedAfter;
  private final boolean mayHold;
  private Load load;

  /**
   * What there is already.
   *
   * @param newestOpen the newest run of the schedule that is not over
   * @param waiting runs of the job's schedules that wait to start
   * @param mostWaiting how many of them may wait
   */
  record Load(@Nullable Open newestOpen, int waiting, int mostWaiting) {}

  /**
   * @param missedAfter how late a time may be until catch-up decides over it
   * @param mayHold whether a time for whose run there is no room may wait for it
   */
  Policy(Schedule schedule, Instant now, Duration missedAfter, Load load, boolean mayHold) {
    this.schedule = schedule;
    this.now = now;
    this.missedAfter = missedAfter;
    this.load = load;
    this.mayHold = mayHold;
  }

  /**
   * Judges the next time.
   *
   * @param later how many of the due times that fire come after it
   */
  Verdict judge(FireTime time, int later) {
    if (schedule.paused()) {
      return skip(PAUSED, "The schedule was paused.");
    }
    if (!time.fires()) {
      return skip(DST_GAP, time.note().orElse(""));
    }
    if (isMissed(time) && later >= schedule.spec().catchUp().max()) {
      return skip(MISSED, missed());
    }
    Open before = load.newestOpen();
    if (before != null && schedule.spec().overlap() == Overlap.SKIP) {
      return skip(OVERLAP, "Run " + before.id() + " of this schedule was not over.");
    }
    if (load.waiting() >= load.mostWaiting()) {
      return mayHold ? new Verdict.Hold() : skip(TOO_MANY_WAITING, tooMany());
    }
    return new Verdict.Run(before);
  }

  /** Takes note of the run that a time has got. */
  void started(UUID run) {
    load = new Load(new Open(run, RunState.QUEUED), load.waiting() + 1, load.mostWaiting());
  }

  /** What is special about a time that gets a run; null as a rule. */
  static @Nullable Reason note(FireTime time) {
    return time.note().map(note -> new Reason(DST_GAP, note)).orElse(null);
  }

  private boolean isMissed(FireTime time) {
    return Duration.between(time.at(), now).compareTo(missedAfter) > 0;
  }

  private String missed() {
    return "No server looked at the schedule within %d s of the time, and its catch-up is %s."
        .formatted(
            missedAfter.toSeconds(),
            schedule.spec().catchUp().policy() == CatchUp.Policy.ALL
                ? "ALL, at most " + schedule.spec().catchUp().max()
                : schedule.spec().catchUp().policy());
  }

  private String tooMany() {
    return "The schedules of this job had %d runs waiting to start, as many as may wait."
        .formatted(load.mostWaiting());
  }

  private static Verdict skip(String code, String message) {
    return new Verdict.Skip(new Reason(code, message));
  }
}
