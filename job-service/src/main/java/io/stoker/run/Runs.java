package io.stoker.run;

import io.stoker.cluster.Signals;
import io.stoker.crash.CrashPoint;
import io.stoker.crash.CrashPoints;
import io.stoker.error.ErrorCode;
import io.stoker.error.StokerException;
import io.stoker.idempotency.IdempotencyKey;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** All runs, as their users see them. */
@Component
public class Runs {
  private final Submissions submissions;
  private final RunStore runs;
  private final AttemptStore attempts;
  private final EventStore events;
  private final ResultStore results;
  private final QueueNumbers numbers;
  private final Endings endings;
  private final Signals signals;
  private final Transactions transactions;

  Runs(
      Submissions submissions,
      RunStore runs,
      AttemptStore attempts,
      EventStore events,
      ResultStore results,
      QueueNumbers numbers,
      Endings endings,
      Signals signals,
      Transactions transactions) {
    this.submissions = submissions;
    this.runs = runs;
    this.attempts = attempts;
    this.events = events;
    this.results = results;
    this.numbers = numbers;
    this.endings = endings;
    this.signals = signals;
    this.transactions = transactions;
  }

  /**
   * Accepts a run of a job's current revision; it is durable when this returns.
   *
   * @param parameters JSON values as Jackson reads them into an {@code Object}
   * @param key repeats of one request are told by it; null when its sender does not care
   * @throws StokerException NOT_FOUND, VALIDATION_FAILED with each wrong parameter, DOES_NOT_FIT,
   *     CONCURRENCY_LIMIT, IDEMPOTENCY_KEY_REUSED
   */
  public Run submit(
      String job,
      Map<String, ? extends @Nullable Object> parameters,
      String createdBy,
      @Nullable IdempotencyKey key) {
    UUID id = submissions.submit(job, parameters, createdBy, key);
    CrashPoints.hit(CrashPoint.SERVER_SUBMIT_DONE);
    return get(id).run();
  }

  /**
   * One run.
   *
   * @throws StokerException NOT_FOUND
   */
  public RunDetails get(UUID id) {
    Run run = numbers.of(List.of(find(id))).get(0);
    return new RunDetails(run, attempts.latestOf(List.of(id)).stream().findFirst().orElse(null));
  }

  /** Runs that pass a filter, newest first. */
  public List<RunDetails> list(RunFilter filter, int limit) {
    List<Run> page = numbers.of(runs.page(filter, limit));
    Map<UUID, Attempt> latest =
        attempts.latestOf(page.stream().map(Run::id).toList()).stream()
            .collect(Collectors.toMap(Attempt::runId, Function.identity()));
    return page.stream().map(run -> new RunDetails(run, latest.get(run.id()))).toList();
  }

  /** The attempts of a run, oldest first. */
  public List<Attempt> attempts(UUID id) {
    return attempts.of(find(id).id());
  }

  /** The events of a run whose numbers are above {@code after}, in order. */
  public List<RunEvent> events(UUID id, int after, int limit) {
    return events.after(find(id).id(), after, limit);
  }

  /** What a run has committed; empty while it has not. */
  public Optional<Result> result(UUID id) {
    return results.find(find(id).id());
  }

  /** Waits until a run is over, or for as long as this; no connection is held meanwhile. */
  public void awaitEnd(UUID id, Duration atMost) {
    signals.await(Run.topic(id), () -> find(id).state().isTerminal(), atMost);
  }

  /** Waits until a run has an event above {@code after} or is over. */
  public void awaitEvent(UUID id, int after, Duration atMost) {
    signals.await(
        Run.topic(id),
        () -> {
          Run run = find(id);
          return run.lastEvent() > after || run.state().isTerminal();
        },
        atMost);
  }

  /**
   * Cancels a run: when this returns no attempt of it can commit any more. It is CANCELLED at once
   * if no process can exist, else as soon as its nodes have nothing of it left. Cancelling twice
   * does no harm.
   *
   * @throws StokerException NOT_FOUND; CONFLICT when the run has ended otherwise
   */
  public Run cancel(UUID id, String by) {
    Run cancelled = transactions.in(() -> cancelLocked(id, by));
    CrashPoints.hit(CrashPoint.SERVER_CANCEL_DONE);
    return cancelled;
  }

  private Run cancelLocked(UUID id, String by) {
    // The lock is what makes this and a commit happen one after the other.
    Run run = runs.lock(id).orElseThrow(() -> unknown(id));
    if (run.state().isTerminal() && run.state() != RunState.CANCELLED) {
      throw new StokerException(
          ErrorCode.CONFLICT,
          "Run %s is %s already; only a run that is not over can be cancelled."
              .formatted(id, run.state()));
    }
    if (!run.state().isTerminal()) {
      endings.begin(run, Ending.cancelled(by));
      CrashPoints.hit(CrashPoint.SERVER_CANCEL_WRITTEN);
    }
    return find(id);
  }

  private Run find(UUID id) {
    return runs.find(id).orElseThrow(() -> unknown(id));
  }

  private static StokerException unknown(UUID id) {
    return new StokerException(
        ErrorCode.NOT_FOUND, "There is no run " + id + ". GET /api/v1/runs lists all.");
  }
}
