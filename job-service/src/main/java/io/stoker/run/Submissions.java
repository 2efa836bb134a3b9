package io.stoker.run;

import io.stoker.access.Caller;
import io.stoker.cluster.Signals;
import io.stoker.error.ErrorCode;
import io.stoker.error.StokerException;
import io.stoker.job.JobRevision;
import io.stoker.job.JobSpec;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
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
  private final Revisions revisions;
  private final Needs needs;
  private final CapacityCheck capacity;
  private final Signals signals;
  private final TransactionTemplate transaction;

  Submissions(
      RunStore runs,
      EventStore events,
      IdempotencyKeys keys,
      Revisions revisions,
      Needs needs,
      CapacityCheck capacity,
      Signals signals,
      PlatformTransactionManager transactions) {
    this.runs = runs;
    this.events = events;
    this.keys = keys;
    this.revisions = revisions;
    this.needs = needs;
    this.capacity = capacity;
    this.signals = signals;
    this.transaction = new TransactionTemplate(transactions);
  }

  /** Accepts a run, or finds the one that the same request was accepted as before. */
  UUID submit(
      String job,
      Map<String, ? extends @Nullable Object> parameters,
      Caller.User caller,
      @Nullable Idempotency idempotency) {
    String scope = "run:" + caller.keyId();
    return known(scope, idempotency)
        .or(() -> accept(draft(job, parameters, caller), scope, idempotency))
        // somebody else with the same key was faster
        .or(() -> known(scope, idempotency))
        .orElseThrow();
  }

  private Optional<UUID> known(String scope, @Nullable Idempotency idempotency) {
    if (idempotency == null) {
      return Optional.empty();
    }
    return keys.find(scope, idempotency.key())
        .map(
            used -> {
              if (!used.bodyHash().equals(idempotency.bodyHash())) {
                throw new StokerException(
                    ErrorCode.IDEMPOTENCY_KEY_REUSED,
                    "The idempotency key "
                        + idempotency.key()
                        + " belongs to another request,"
                        + " which became run "
                        + used.run()
                        + ". Use a new key for a new run.");
              }
              return used.run();
            });
  }

  private NewRun draft(
      String job, Map<String, ? extends @Nullable Object> parameters, Caller.User caller) {
    JobRevision revision = revisions.current(job);
    JobSpec spec = revision.spec();
    Map<String, Argument> arguments = Arguments.bind(spec.parameters(), parameters);
    capacity
        .whyNever(needs.driver(spec), needs.executor(spec))
        .ifPresent(
            why -> {
              throw new StokerException(ErrorCode.DOES_NOT_FIT, why);
            });
    return new NewRun(
        revision.jobId(),
        spec.name(),
        revision.number(),
        arguments,
        SparkSettings.of(spec),
        spec.retry().maxAttempts(),
        caller.name());
  }

  private Optional<UUID> accept(NewRun draft, String scope, @Nullable Idempotency idempotency) {
    return transaction.execute(
        status -> {
          UUID run = runs.insert(draft);
          if (idempotency != null && !keys.take(scope, idempotency, run)) {
            status.setRollbackOnly();
            return Optional.empty();
          }
          events.insert(
              run,
              events.nextNumber(run),
              "RUN_QUEUED",
              RunState.QUEUED,
              null,
              Map.of("revision", draft.revision(), "createdBy", draft.createdBy()));
          signals.notify(Lifecycle.ALLOCATION_TOPIC);
          return Optional.of(run);
        });
  }
}
