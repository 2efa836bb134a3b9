package io.stoker.run;

import io.stoker.cluster.Assignments;
import io.stoker.cluster.ExecutorProcess;
import io.stoker.cluster.Signals;
import io.stoker.cluster.TaskCounts;
import io.stoker.crash.CrashPoint;
import io.stoker.crash.CrashPoints;
import io.stoker.error.StokerException;
import io.stoker.run.Lifecycle.Locked;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * What drivers tell of their attempts. Every verb may be repeated; it answers false, and has
 * changed nothing, when the attempt's fence is void. An attempt that has committed is not fenced:
 * what its driver says late is accepted and moves nothing.
 */
@Component
public class Attempts {
  private static final Logger log = LoggerFactory.getLogger(Attempts.class);

  private static final String NODE_TOO_OLD =
      "The job names another master, and its driver asked Stoker for executors: its node's service"
          + " is older than the platform's. Upgrade it.";

  private final AttemptStore attempts;
  private final Publication publication;
  private final Lifecycle lifecycle;
  private final Assignments assignments;
  private final Signals signals;
  private final Transactions transactions;

  Attempts(
      AttemptStore attempts,
      Publication publication,
      Lifecycle lifecycle,
      Assignments assignments,
      Signals signals,
      Transactions transactions) {
    this.attempts = attempts;
    this.publication = publication;
    this.lifecycle = lifecycle;
    this.assignments = assignments;
    this.signals = signals;
    this.transactions = transactions;
  }

  /** The driver's SparkContext is ready. */
  public boolean started(long fence, String driverUrl, @Nullable String uiUrl) {
    return started(fence, driverUrl, uiUrl, null);
  }

  /**
   * The same, or the driver's process runs when nothing of the platform runs in it.
   *
   * @param otherSpark its Spark in the latter case, for people
   */
  public boolean started(
      long fence, String driverUrl, @Nullable String uiUrl, @Nullable String otherSpark) {
    boolean unfenced =
        whenLive(
            fence,
            at -> {
              attempts.started(fence, driverUrl, uiUrl, otherSpark);
              lifecycle.advance(at, AttemptState.RUNNING);
            });
    CrashPoints.hit(CrashPoint.SERVER_START_DONE);
    return unfenced;
  }

  /** The driver wants these executors; an older demand than the kept one changes nothing. */
  public boolean demand(long fence, Demand demand) {
    boolean unfenced =
        transactions.in(
            () -> {
              if (isEndedOnOldNode(fence)) {
                return false;
              }
              if (attempts.demand(fence, demand)) {
                signals.notify(Lifecycle.ALLOCATION_TOPIC);
                return true;
              }
              return isUnfenced(fence);
            });
    CrashPoints.hit(CrashPoint.SERVER_DEMAND_DONE);
    return unfenced;
  }

  /** A node that is older than its platform knows no other master and starts the driver as ours. */
  private boolean isEndedOnOldNode(long fence) {
    Optional<Locked> wrong =
        lifecycle
            .lock(fence)
            .filter(Locked::isLive)
            .filter(at -> lifecycle.revision(at.run()).spec().otherMaster() != null);
    Reason reason = new Reason(Reason.NODE_TOO_OLD, NODE_TOO_OLD);
    wrong.ifPresent(at -> lifecycle.end(at, new AttemptEnd(AttemptState.FAILED, reason, true)));
    return wrong.isPresent();
  }

  /** The driver wants these executors no more. */
  public boolean killExecutors(long fence, Collection<Integer> ids, String reason) {
    return whenLive(fence, at -> assignments.stopExecutors(fence, ids, reason));
  }

  /** The driver's sign of life and its newest picture; an older one changes nothing. */
  public boolean progress(
      long fence, long number, Progress progress, Map<Integer, TaskCounts> executors) {
    return progress(fence, number, progress, executors, List.of());
  }

  /**
   * The same with executors that no node has started.
   *
   * @param foreign those of {@code executors} that another master than Stoker has started
   */
  public boolean progress(
      long fence,
      long number,
      Progress progress,
      Map<Integer, TaskCounts> executors,
      List<ForeignExecutor> foreign) {
    return transactions.in(
        () -> {
          boolean registered = executors.values().stream().anyMatch(TaskCounts::registered);
          boolean task = executors.values().stream().anyMatch(TaskCounts::hadTask);
          if (attempts.progress(fence, number, progress, registered, task, foreign)) {
            assignments.taskCounts(fence, executors);
            return true;
          }
          return isUnfenced(fence);
        });
  }

  /** The rows are written and are being published. */
  public boolean committing(long fence) {
    return whenLive(fence, at -> lifecycle.advance(at, AttemptState.COMMITTING));
  }

  /**
   * Makes what the attempt wrote its run's result: the one point of success. An attempt whose files
   * are not in the storage has failed instead.
   *
   * @throws StokerException VALIDATION_FAILED when the manifest is not the attempt's own,
   *     UNAVAILABLE when the storage does not tell whether its files are there: try again
   */
  public boolean commit(long fence, Manifest manifest) {
    Attempt attempt = get(fence);
    boolean live = !attempt.state().isTerminal();
    Optional<Reason> obstacle =
        live ? publication.obstacle(attempt, manifest) : Optional.<Reason>empty();
    if (obstacle.isPresent()) {
      whenLive(fence, at -> publication.refuse(at, obstacle.get()));
      return isUnfenced(fence);
    }
    boolean unfenced = whenLive(fence, at -> publication.publish(at, manifest));
    CrashPoints.hit(CrashPoint.SERVER_RESULT_DONE);
    return unfenced;
  }

  /**
   * The driver gives up. This is the attempt's end; its exit code comes too late to be a reason.
   */
  public boolean failure(long fence, Reason reason, @Nullable String detail, boolean retryable) {
    return whenLive(
            fence,
            at -> {
              log.info(
                  "Attempt {} of run {} gives up: {} {}", fence, at.run().id(), reason, detail);
              lifecycle.end(at, new AttemptEnd(AttemptState.FAILED, reason, retryable));
              assignments.finishAttempt(fence, "The driver has given up.");
            })
        || hasFailedWith(fence, reason);
  }

  /** Its driver says so once more: the answer to the first time was lost. */
  private boolean hasFailedWith(long fence, Reason reason) {
    Attempt attempt = get(fence);
    return attempt.state() == AttemptState.FAILED && reason.equals(attempt.reason());
  }

  /**
   * The executors of an attempt.
   *
   * @param version grows with each change
   * @param stop why the driver must stop itself; null when it need not
   */
  public record Executors(long version, List<ExecutorProcess> processes, @Nullable String stop) {}

  /** Waits for executors of another version than this, or for the attempt's end. */
  public Executors executors(long fence, long after, Duration atMost) {
    signals.await(
        Attempt.topic(fence),
        () -> {
          Attempt attempt = get(fence);
          return attempt.executorsVersion() != after || whyStop(attempt) != null;
        },
        atMost);
    // the version is read before the list: a change in between is told once more, never missed
    Attempt attempt = get(fence);
    return new Executors(
        attempt.executorsVersion(), assignments.executors(fence), whyStop(attempt));
  }

  private static @Nullable String whyStop(Attempt attempt) {
    return switch (attempt.state()) {
      // a driver that has committed is on its way out by itself
      case ASSIGNED, STARTING, RUNNING, COMMITTING, COMMITTED -> null;
      case FAILED, LOST, CANCELLED -> {
        Reason reason = attempt.reason();
        yield reason == null ? attempt.state().name() : reason.code() + ": " + reason.message();
      }
    };
  }

  private boolean whenLive(long fence, Consumer<Locked> work) {
    return transactions.in(
        () -> {
          Locked at = lifecycle.lock(fence).orElseThrow();
          if (at.isLive()) {
            work.accept(at);
            return true;
          }
          return at.attempt().state() == AttemptState.COMMITTED;
        });
  }

  private boolean isUnfenced(long fence) {
    return get(fence).isUnfenced();
  }

  private Attempt get(long fence) {
    return attempts.find(fence).orElseThrow();
  }
}
