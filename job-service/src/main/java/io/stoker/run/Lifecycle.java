package io.stoker.run;

import io.stoker.cluster.Signals;
import io.stoker.job.JobRevision;
import io.stoker.job.Jobs;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Moves runs and their attempts along the declared graphs, each move with its event. All of it
 * happens in the caller's transaction, under the run's row lock.
 */
@Component
class Lifecycle {
  static final String ALLOCATION_TOPIC = "allocation";

  private final RunStore runs;
  private final AttemptStore attempts;
  private final EventStore events;
  private final Jobs jobs;
  private final Signals signals;

  Lifecycle(RunStore runs, AttemptStore attempts, EventStore events, Jobs jobs, Signals signals) {
    this.runs = runs;
    this.attempts = attempts;
    this.events = events;
    this.jobs = jobs;
    this.signals = signals;
  }

  /** A run and one of its attempts, read under the run's row lock. */
  record Locked(Run run, Attempt attempt) {
    boolean isLive() {
      return !attempt.state().isTerminal();
    }
  }

  /** Locks the run of an attempt; empty when there is no such attempt. */
  Optional<Locked> lock(long fence) {
    return attempts
        .find(fence)
        .flatMap(attempt -> runs.lock(attempt.runId()))
        // read again: what was read before the lock may be old
        .flatMap(run -> attempts.find(fence).map(attempt -> new Locked(run, attempt)));
  }

  /** Moves an attempt, and its run with it, step by step up to a state that is not an end. */
  Locked advance(Locked locked, AttemptState goal) {
    Locked at = locked;
    while (at.attempt().state().compareTo(goal) < 0) {
      at = step(at);
    }
    return at;
  }

  private Locked step(Locked at) {
    return switch (at.attempt().state()) {
      case ASSIGNED -> {
        Locked next = move(at, AttemptState.STARTING);
        record(next.run(), "DRIVER_STARTED", about(next.attempt()));
        yield next;
      }
      case STARTING -> moveBoth(at, AttemptState.RUNNING, RunState.RUNNING);
      case RUNNING -> moveBoth(at, AttemptState.COMMITTING, RunState.COMMITTING);
      case COMMITTING -> moveBoth(at, AttemptState.COMMITTED, RunState.SUCCEEDED);
      case COMMITTED, FAILED, LOST, CANCELLED ->
          throw new IllegalStateException(at.attempt().fence() + " has ended");
    };
  }

  private Locked moveBoth(Locked at, AttemptState attempt, RunState run) {
    Locked moved = move(at, attempt);
    return new Locked(move(at.run(), run, null, about(at.attempt())), moved.attempt());
  }

  /** Ends a live attempt without a result: its run gets another attempt or ends with it. */
  void end(Locked locked, AttemptEnd end) {
    close(locked.attempt(), end.state(), end.reason());
    Run run = locked.run();
    if (end.retryable() && run.attempts() < run.maxAttempts()) {
      retry(locked, end);
    } else {
      move(run, RunState.FAILED, end.reason(), about(locked.attempt()));
    }
  }

  private void retry(Locked locked, AttemptEnd end) {
    Run run = locked.run();
    Reason failure = end.reason();
    Duration backoff = end.isMove() ? Duration.ZERO : revision(run).spec().retry().backoff();
    Reason reason =
        new Reason(
            Reason.RETRY_BACKOFF,
            "Attempt %d of %d has ended with %s; the next one may start %s. %s"
                .formatted(
                    locked.attempt().number(),
                    run.maxAttempts(),
                    failure.code(),
                    backoff.isZero() ? "at once" : seconds(backoff) + " s later",
                    failure.message()));
    Map<String, Object> data =
        Map.of(
            "attempt", locked.attempt().number(),
            "fence", locked.attempt().fence(),
            "failure", failure.code());
    move(run, RunState.RETRY_WAIT, reason, backoff, data);
  }

  /** Ends an attempt; from now on its fence changes nothing. */
  void close(Attempt attempt, AttemptState end, Reason reason) {
    move(attempt, end, reason);
    signals.notify(Attempt.topic(attempt.fence()));
    signals.notify(ALLOCATION_TOPIC);
  }

  Run move(Run run, RunState to, @Nullable Reason reason, Map<String, ?> data) {
    return move(run, to, reason, null, data);
  }

  private Run move(
      Run run,
      RunState to,
      @Nullable Reason reason,
      @Nullable Duration backoff,
      Map<String, ?> data) {
    if (!run.state().canBecome(to)) {
      throw new IllegalStateException(run.id() + ": " + run.state() + " cannot become " + to);
    }
    int number = runs.move(run, to, reason, backoff).orElseThrow(() -> unlocked(run.id()));
    events.insert(run.id(), number, "RUN_" + to, to, reason, data);
    signals.notify(Run.topic(run.id()));
    return runs.find(run.id()).orElseThrow();
  }

  private Locked move(Locked at, AttemptState to) {
    move(at.attempt(), to, null);
    return new Locked(at.run(), attempts.find(at.attempt().fence()).orElseThrow());
  }

  private void move(Attempt attempt, AttemptState to, @Nullable Reason reason) {
    if (!attempt.state().canBecome(to)) {
      throw new IllegalStateException(
          attempt.fence() + ": " + attempt.state() + " cannot become " + to);
    }
    if (!attempts.move(attempt, to, reason)) {
      throw unlocked(attempt.fence());
    }
  }

  /** Adds an event that moves nothing. */
  void record(Run run, String type, Map<String, ?> data) {
    record(run, type, run.reason(), data);
  }

  void record(Run run, String type, @Nullable Reason reason, Map<String, ?> data) {
    events.insert(run.id(), events.nextNumber(run.id()), type, run.state(), reason, data);
    signals.notify(Run.topic(run.id()));
  }

  JobRevision revision(Run run) {
    return jobs.revision(run.jobId(), run.revision());
  }

  static Map<String, Object> about(Attempt attempt) {
    return Map.of("attempt", attempt.number(), "fence", attempt.fence());
  }

  private static String seconds(Duration duration) {
    return BigDecimal.valueOf(duration.toMillis(), 3).stripTrailingZeros().toPlainString();
  }

  private static IllegalStateException unlocked(Object id) {
    return new IllegalStateException(id + " was moved by somebody without its run's lock");
  }
}
