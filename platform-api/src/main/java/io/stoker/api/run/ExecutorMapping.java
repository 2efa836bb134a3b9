package io.stoker.api.run;

import io.stoker.api.memory.MemoryMapping;
import io.stoker.cluster.ExecutorProcess;
import io.stoker.cluster.MemoryUses;
import io.stoker.cluster.ProcessExit;
import io.stoker.contract.run.ExecutorResource;
import io.stoker.contract.run.Reason;
import io.stoker.memory.MemoryUse;
import io.stoker.run.Attempt;
import io.stoker.run.Demand;
import io.stoker.run.ExecutorWords;
import io.stoker.run.ForeignExecutor;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The executors of an attempt as a client reads them: those that are, and those that it waits for.
 */
final class ExecutorMapping {
  private ExecutorMapping() {}

  /**
   * Of one attempt.
   *
   * @param heapBytes that each executor of its run was to have
   */
  static Stream<ExecutorResource> resources(
      Attempt attempt, List<ExecutorProcess> processes, MemoryUses.OfAttempt uses, long heapBytes) {
    if (!attempt.foreignExecutors().isEmpty()) {
      return attempt.foreignExecutors().stream()
          .map(executor -> foreign(attempt, executor, heapBytes));
    }
    return Stream.concat(
        processes.stream()
            .map(process -> placed(attempt, process, uses.executors().get(process.executorId()))),
        requested(attempt, processes).stream());
  }

  /** Spark's word that one has gone comes with its attempt's last progress, or never. */
  private static ExecutorResource foreign(
      Attempt attempt, ForeignExecutor executor, long heapBytes) {
    boolean over = executor.removedAt() != null || attempt.state().isTerminal();
    String reason = executor.removedReason();
    return new ExecutorResource(
        attempt.number(),
        executor.id(),
        over ? "EXITED" : "RUNNING",
        null,
        executor.host(),
        reason == null ? null : new Reason(ProcessExit.EXITED, reason),
        null,
        executor.cores(),
        heapBytes,
        heapBytes,
        over ? 0 : executor.tasks().active(),
        executor.tasks().completed(),
        executor.tasks().failed(),
        null,
        null,
        executor.addedAt(),
        executor.addedAt(),
        executor.addedAt(),
        executor.removedAt());
  }

  private static ExecutorResource placed(
      Attempt attempt, ExecutorProcess process, @Nullable MemoryUse use) {
    boolean over = process.state().isTerminal();
    return new ExecutorResource(
        attempt.number(),
        process.executorId(),
        ExecutorWords.state(process),
        process.nodeName(),
        null,
        RunMapping.reason(ExecutorWords.reason(process).orElse(null)),
        process.profileId(),
        (int) (process.coresMilli() / 1000),
        process.heapBytes(),
        process.memoryBytes(),
        // what its driver said last may be from before the end
        over ? 0 : process.tasks().active(),
        process.tasks().completed(),
        process.tasks().failed(),
        MemoryMapping.use(use),
        process.exitCode(),
        process.createdAt(),
        process.startedAt(),
        process.registeredAt(),
        process.exitedAt());
  }

  /** Executors without a place, with the ids that they are going to get. */
  private static List<ExecutorResource> requested(
      Attempt attempt, List<ExecutorProcess> processes) {
    List<ExecutorResource> requested = new ArrayList<>();
    Demand demand = attempt.demand();
    if (demand == null || attempt.state().isTerminal()) {
      return requested;
    }
    for (Demand.Profile profile : demand.profiles()) {
      long placed = processes.stream().filter(process -> counts(process, profile)).count();
      IntStream.range(0, (int) Math.max(0, profile.total() - placed))
          .mapToObj(i -> waiting(attempt, profile, attempt.nextExecutorId() + requested.size()))
          .forEach(requested::add);
    }
    return requested;
  }

  private static boolean counts(ExecutorProcess process, Demand.Profile profile) {
    return process.profileId() == profile.profileId() && !process.state().isTerminal();
  }

  private static ExecutorResource waiting(Attempt attempt, Demand.Profile profile, int id) {
    io.stoker.run.Reason why = attempt.executorsWaiting();
    return new ExecutorResource(
        attempt.number(),
        id,
        "REQUESTED",
        null,
        null,
        why == null ? null : new Reason(why.code(), why.message()),
        profile.profileId(),
        profile.cores(),
        profile.heapBytes(),
        profile.memoryBytes(),
        0,
        0,
        0,
        null,
        null,
        null,
        null,
        null,
        null);
  }
}
