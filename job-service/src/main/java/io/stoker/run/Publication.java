package io.stoker.run;

import io.stoker.cluster.Assignments;
import io.stoker.crash.CrashPoint;
import io.stoker.crash.CrashPoints;
import io.stoker.error.StokerException;
import io.stoker.run.Lifecycle.Locked;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** Makes what an attempt wrote its run's result. */
@Component
class Publication {
  private static final String NOT_IN_STORAGE =
      "The driver has committed a result whose files are not in the platform's storage: %s, below"
          + " %s. Its node or one of its executors' had that directory on a disk of its own: see"
          + " storageShared of GET /api/v1/nodes and the mounts of the nodes that the run had.";

  private final ResultStore results;
  private final ResultFiles files;
  private final UncheckedResults unchecked;
  private final Lifecycle lifecycle;
  private final Assignments assignments;

  Publication(
      ResultStore results,
      ResultFiles files,
      UncheckedResults unchecked,
      Lifecycle lifecycle,
      Assignments assignments) {
    this.results = results;
    this.files = files;
    this.unchecked = unchecked;
    this.lifecycle = lifecycle;
    this.assignments = assignments;
  }

  /**
   * Why this cannot be the attempt's result. It looks into the storage, and so belongs into no
   * transaction.
   *
   * @throws StokerException VALIDATION_FAILED when the manifest is not the attempt's own,
   *     UNAVAILABLE while the storage does not tell and is worth waiting for
   */
  Optional<Reason> obstacle(Attempt attempt, Manifest manifest) {
    ManifestCheck.check(manifest, attempt);
    try {
      return files
          .fault(manifest)
          .map(fault -> NOT_IN_STORAGE.formatted(fault, manifest.location()))
          .map(message -> new Reason(Reason.RESULT_NOT_IN_STORAGE, message));
    } catch (StokerException e) {
      return Optional.of(unchecked.overdue(attempt.fence(), e.getMessage()).orElseThrow(() -> e));
    }
  }

  /** Moves the run to its success, under its lock. */
  void publish(Locked at, Manifest manifest) {
    Locked committing = lifecycle.advance(at, AttemptState.COMMITTING);
    results.insert(manifest);
    CrashPoints.hit(CrashPoint.SERVER_RESULT_INSERTED);
    lifecycle.advance(committing, AttemptState.COMMITTED);
    assignments.finishAttempt(manifest.fence(), "The result is committed.");
    CrashPoints.hit(CrashPoint.SERVER_RESULT_WRITTEN);
  }

  /** Ends the attempt in the place of that: the next one may get nodes that are well. */
  void refuse(Locked at, Reason reason) {
    lifecycle.end(at, new AttemptEnd(AttemptState.FAILED, reason, true));
    assignments.finishAttempt(at.attempt().fence(), "Its result cannot be taken.");
  }
}
