package io.stoker.run;

import io.stoker.cluster.Signals;
import io.stoker.crash.CrashPoint;
import io.stoker.crash.CrashPoints;
import io.stoker.error.ErrorCode;
import io.stoker.error.StokerException;
import io.stoker.idempotency.IdempotencyKey;
import io.stoker.idempotency.IdempotencyKeys;
import io.stoker.idempotency.IdempotencyKeys.Made;
import io.stoker.job.JobRevision;
import io.stoker.job.JobSpec;
import io.stoker.job.Jobs;
import io.stoker.job.Sizing;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Accepts runs: the row stands before anybody is told so. */
@Component
class Submissions {
  private final RunStore runs;
  private final EventStore events;
  private final IdempotencyKeys keys;
  private final Jobs jobs;
  private final RunAdmission admission;
  private final Signals signals;
  private final TransactionTemplate transaction;

  Submissions(
      RunStore runs,
      EventStore events,
      IdempotencyKeys keys,
      Jobs jobs,
      RunAdmission admission,
      Signals signals,
      PlatformTransactionManager transactions) {
    this.runs = runs;
    this.events = events;
    this.keys = keys;
    this.jobs = jobs;
    this.admission = admission;
    this.signals = signals;
    this.transaction = new TransactionTemplate(transactions);
  }

  /** Accepts a run, or finds the one that the same request was accepted as before. */
  UUID submit(
      String job,
      Map<String, ? extends @Nullable Object> parameters,
      String createdBy,
      @Nullable IdempotencyKey key) {
    if (key == null) {
      return accept(draft(job, parameters, createdBy), run -> true).orElseThrow();
    }
    Object request = List.of(job, parameters);
    return keys.find(Made.RUN, key, request)
        .or(() -> acceptOnce(draft(job, parameters, createdBy), key, request))
        // a repeat of this request was faster
        .or(() -> keys.find(Made.RUN, key, request))
        .orElseThrow(IdempotencyKeys::reused);
  }

  /**
   * Accepts a run of a fire time, in the transaction that decides over that time. A refusal comes
   * before anything is written, so that the transaction can go on.
   */
  UUID submit(
      JobRevision revision,
      Map<String, ? extends @Nullable Object> parameters,
      String createdBy,
      ScheduledFor scheduled) {
    NewRun draft = draft(revision, parameters, createdBy, scheduled);
    requireRoom(draft);
    return insert(draft);
  }

  private Optional<UUID> acceptOnce(NewRun draft, IdempotencyKey key, Object request) {
    try {
      return accept(draft, run -> keys.take(Made.RUN, key, request, run));
    } catch (StokerException e) {
      // what turns it down may be the run of a repeat that was faster
      return Optional.of(keys.find(Made.RUN, key, request).orElseThrow(() -> e));
    }
  }

  private NewRun draft(
      String job, Map<String, ? extends @Nullable Object> parameters, String createdBy) {
    return draft(jobs.current(job), parameters, createdBy, null);
  }

  private NewRun draft(
      JobRevision revision,
      Map<String, ? extends @Nullable Object> parameters,
      String createdBy,
      @Nullable ScheduledFor scheduled) {
    JobSpec spec = revision.spec();
    Map<String, Argument> arguments = Arguments.bind(spec.parameters(), parameters);
    admission.requireFit(spec);
    Duration timeout = spec.timeout();
    return new NewRun(
        revision.jobId(),
        spec.name(),
        revision.number(),
        spec.queue(),
        arguments,
        EffectiveSettings.of(Sizing.of(spec)),
        spec.retry().maxAttempts(),
        timeout == null ? null : timeout.toSeconds(),
        createdBy,
        scheduled);
  }

  private Optional<UUID> accept(NewRun draft, Predicate<UUID> takesKey) {
    return transaction.execute(
        status -> {
          requireRoom(draft);
          UUID run = insert(draft);
          if (!takesKey.test(run)) {
            status.setRollbackOnly();
            return Optional.empty();
          }
          CrashPoints.hit(CrashPoint.SERVER_SUBMIT_WRITTEN);
          return Optional.of(run);
        });
  }

  private void requireRoom(NewRun draft) {
    admission
        .whySkip(draft.jobId())
        .ifPresent(
            why -> {
              throw new StokerException(
                  ErrorCode.CONCURRENCY_LIMIT, why + " Start this one when one of them is over.");
            });
    admission
        .whyFull(draft.queue())
        .ifPresent(
            why -> {
              throw new StokerException(
                  ErrorCode.QUEUE_FULL, why + " Start this one when one of them has started.");
            });
  }

  private UUID insert(NewRun draft) {
    UUID run = runs.insert(draft);
    events.insert(run, events.nextNumber(run), "RUN_QUEUED", RunState.QUEUED, null, about(draft));
    signals.notify(Lifecycle.ALLOCATION_TOPIC);
    return run;
  }

  private static Map<String, Object> about(NewRun draft) {
    Map<String, Object> about = new HashMap<>();
    about.put("revision", draft.revision());
    about.put("queue", draft.queue());
    about.put("createdBy", draft.createdBy());
    if (draft.scheduled() != null) {
      about.put("schedule", draft.scheduled().scheduleId());
      about.put("nominalTime", draft.scheduled().nominalTime().toString());
    }
    return about;
  }
}
