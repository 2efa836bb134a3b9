package io.stoker.run;

import io.stoker.error.StokerException;
import io.stoker.job.JobSpec;
import io.stoker.queue.Queues;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** Which runs are accepted. */
@Component
public class RunAdmission {
  /** Of the runs in the way, so many are named. */
  private static final int NAMED = 5;

  private final Needs needs;
  private final CapacityCheck capacity;
  private final ConcurrencyStore concurrency;
  private final Queues queues;

  RunAdmission(Needs needs, CapacityCheck capacity, ConcurrencyStore concurrency, Queues queues) {
    this.needs = needs;
    this.capacity = capacity;
    this.concurrency = concurrency;
    this.queues = queues;
  }

  /**
   * Refuses what no node that has joined could ever hold, or its queue never admits.
   *
   * @throws StokerException DOES_NOT_FIT, NO_NODE_WITH_LABEL or NO_PYTHON
   */
  void requireFit(JobSpec spec) {
    capacity
        .whyNever(spec.queue(), needs.driver(spec), needs.executor(spec))
        .ifPresent(
            misfit -> {
              throw misfit.refusal();
            });
  }

  /**
   * Why a job's concurrency policy turns one more run down; empty when it may be inserted in the
   * caller's transaction. Until that ends no other submission of such a job is decided, so the
   * bound holds however many there are at once.
   */
  @Transactional(propagation = Propagation.MANDATORY)
  public Optional<String> whySkip(UUID jobId) {
    return concurrency
        .lockSkipping(jobId)
        .flatMap(max -> whySkip(max, concurrency.openRuns(jobId, max)));
  }

  /**
   * Why a queue takes no more runs; empty when one may be inserted in the caller's transaction. An
   * answer and no exception, with which the caller's transaction could not go on.
   */
  @Transactional(propagation = Propagation.MANDATORY)
  Optional<String> whyFull(String queue) {
    return queues.whyFull(queue);
  }

  private static Optional<String> whySkip(int max, List<UUID> open) {
    if (open.size() < max) {
      return Optional.empty();
    }
    String named =
        open.stream().limit(NAMED).map(UUID::toString).collect(Collectors.joining(", run "));
    String more = max > NAMED ? " and %d more".formatted(max - NAMED) : "";
    return Optional.of(
        "As many runs of the job as it allows (%d, policy SKIP) are not over: run %s%s."
            .formatted(max, named, more));
  }
}
