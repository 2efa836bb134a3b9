package io.stoker.schedule;

import io.stoker.error.ErrorCode;
import io.stoker.error.StokerException;
import io.stoker.error.Violation;
import io.stoker.idempotency.IdempotencyKey;
import io.stoker.idempotency.IdempotencyKeys;
import io.stoker.idempotency.IdempotencyKeys.Made;
import io.stoker.job.Job;
import io.stoker.job.Jobs;
import io.stoker.revision.ExpectedRevision;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * The schedules of jobs, as their users see them. Every method that takes a job's name or a
 * schedule's id throws NOT_FOUND when there is no such thing.
 */
@Component
public class Schedules {
  private static final Instant LAST_MOMENT = Instant.parse("9999-12-31T00:00:00Z");

  private final ScheduleStore store;
  private final FireStore fires;
  private final IdempotencyKeys keys;
  private final ScheduleChanges changes;
  private final ScheduleChecks checks;
  private final Jobs jobs;

  Schedules(
      ScheduleStore store,
      FireStore fires,
      IdempotencyKeys keys,
      ScheduleChanges changes,
      ScheduleChecks checks,
      Jobs jobs) {
    this.store = store;
    this.fires = fires;
    this.keys = keys;
    this.changes = changes;
    this.checks = checks;
    this.jobs = jobs;
  }

  /**
   * Makes a schedule; its times count from now on.
   *
   * @param found what the reading of the draft found wrong, named together with the rest
   * @param key repeats of one request are told by it; null when its sender does not care
   * @throws StokerException VALIDATION_FAILED naming every wrong field, ALREADY_EXISTS, TOO_MANY,
   *     IDEMPOTENCY_KEY_REUSED
   */
  public Schedule create(
      String job,
      ScheduleDraft draft,
      List<Violation> found,
      String by,
      @Nullable IdempotencyKey key) {
    Object request = Map.of("job", job, "draft", draft);
    return madeBy(key, request)
        .orElseGet(
            () -> {
              ScheduleSpec spec = checks.checked(jobs.get(job), draft, found);
              return createOnce(job, spec, by, key, request)
                  // a repeat of this request was faster
                  .or(() -> madeBy(key, request))
                  .orElseThrow(IdempotencyKeys::reused);
            });
  }

  private Optional<Schedule> createOnce(
      String job, ScheduleSpec spec, String by, @Nullable IdempotencyKey key, Object request) {
    try {
      return changes.create(job, spec, by, id -> keys.take(Made.SCHEDULE, key, request, id));
    } catch (StokerException e) {
      // what turns it down may be the schedule of a repeat that was faster
      return Optional.of(madeBy(key, request).orElseThrow(() -> e));
    }
  }

  private Optional<Schedule> madeBy(@Nullable IdempotencyKey key, Object request) {
    return keys.find(Made.SCHEDULE, key, request)
        .map(id -> store.find(id).orElseThrow(() -> IdempotencyKeys.deletedSince("schedule")));
  }

  public Schedule get(String job, UUID id) {
    Job of = jobs.get(job);
    return store
        .find(id)
        .filter(schedule -> schedule.jobId().equals(of.id()))
        .orElseThrow(() -> unknown(job, id));
  }

  /** Newest first, older than a given one when there is one. */
  public List<Schedule> list(String job, @Nullable UUID before, int limit) {
    return store.page(jobs.get(job).id(), before, limit);
  }

  /**
   * Replaces a schedule's definition; the same again changes nothing. Times up to now are decided
   * over by the old one.
   *
   * @throws StokerException STALE_ETAG when the schedule is not as expected; VALIDATION_FAILED
   */
  public Schedule replace(
      String job, UUID id, ExpectedRevision expected, ScheduleDraft draft, List<Violation> found) {
    expected(get(job, id), expected);
    ScheduleSpec spec = checks.checked(jobs.get(job), draft, found);
    return changes.replace(id, expected, spec).orElseThrow(() -> unknown(job, id));
  }

  /** Skips a schedule's times from now on; pausing twice does no harm. */
  public Schedule pause(String job, UUID id) {
    return changes.pause(get(job, id).id(), true).orElseThrow(() -> unknown(job, id));
  }

  /** Ends a pause; the times in it stay skipped. */
  public Schedule resume(String job, UUID id) {
    return changes.pause(get(job, id).id(), false).orElseThrow(() -> unknown(job, id));
  }

  /** Ends a schedule for ever; its runs stay. */
  public void delete(String job, UUID id, ExpectedRevision expected) {
    if (changes.delete(get(job, id).id(), expected).isEmpty()) {
      throw unknown(job, id);
    }
  }

  /** What became of its times, newest first, before a given one when there is one. */
  public List<Fire> fires(String job, UUID id, @Nullable Instant before, int limit) {
    return fires.page(get(job, id).id(), before, limit);
  }

  /** The schedule, when it is as its caller has seen it. */
  public Schedule expected(Schedule schedule, ExpectedRevision expected) {
    return ScheduleChanges.expected(schedule, expected);
  }

  /**
   * The times that a definition names.
   *
   * @param after null: from now on
   * @throws StokerException VALIDATION_FAILED naming every wrong field
   */
  public Preview preview(
      ScheduleDraft draft, List<Violation> found, @Nullable Instant after, int count) {
    Instant from = from(after);
    return new Preview(draft.checked(found, from), from, count);
  }

  /** The times that a schedule names next, whether or not it is paused. */
  public Preview preview(ScheduleSpec spec, @Nullable Instant after, int count) {
    return new Preview(spec, from(after), count);
  }

  /** Whoever asks for the time before all others means the first. */
  private Instant from(@Nullable Instant after) {
    if (after == null) {
      return store.now();
    }
    return after.isBefore(Instant.EPOCH)
        ? Instant.EPOCH
        : after.isAfter(LAST_MOMENT) ? LAST_MOMENT : after;
  }

  /** What is to come of a definition. */
  public record Preview(ScheduleSpec spec, List<FireTime> times) {
    private Preview(ScheduleSpec spec, Instant after, int count) {
      this(spec, spec.fireTimes().between(after, Instant.MAX, count));
    }
  }

  private static StokerException unknown(String job, UUID id) {
    return new StokerException(
        ErrorCode.NOT_FOUND,
        "Job \"%s\" has no schedule %s. GET /api/v1/jobs/%s/schedules lists those that it has."
            .formatted(job, id, job));
  }
}
