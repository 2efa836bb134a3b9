package io.stoker.allocation;

import io.stoker.cluster.PlacementNeed;
import io.stoker.cluster.ProcessNeed;
import io.stoker.error.ErrorCode;
import io.stoker.error.Violation;
import io.stoker.queue.QueueSpec;
import io.stoker.run.Misfit;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The most that the processes of a queue may take together. */
record Maximum(String queue, @Nullable Long coresMilli, @Nullable Long memoryBytes) {

  static Maximum of(QueueSpec queue) {
    return new Maximum(queue.name(), queue.maxCoresMilli(), queue.maxMemoryBytes());
  }

  boolean holds(long cores, long memory) {
    return (coresMilli == null || cores <= coresMilli)
        && (memoryBytes == null || memory <= memoryBytes);
  }

  boolean holds(ProcessNeed need) {
    return holds(need.coresMilli(), need.memoryBytes());
  }

  /** Why a driver and an executor beside it never fit; empty when they do in an empty queue. */
  Optional<Misfit> whyNever(PlacementNeed driver, PlacementNeed executor) {
    ProcessNeed one = driver.process();
    ProcessNeed other = executor.process();
    long cores = one.coresMilli() + other.coresMilli();
    long memory = one.memoryBytes() + other.memoryBytes();
    return holds(cores, memory)
        ? Optional.empty()
        : Optional.of(
            new Misfit(
                ErrorCode.DOES_NOT_FIT,
                "The driver needs %s (heap and overhead), and at the same time one executor needs %s: %s in all. %s. Ask for less, use another queue, or raise that queue's maximum."
                    .formatted(
                        Figures.of(one), Figures.of(other), Figures.of(cores, memory), sentence()),
                List.of(
                    new Violation(
                        "/queue",
                        ErrorCode.DOES_NOT_FIT.name(),
                        "must be one that may take %s: the driver and one executor"
                            .formatted(Figures.of(cores, memory)))),
                Misfit.Cure.MAXIMUM));
  }

  /** As {@code Queue etl may take at most 8 cores and 16384 MiB}. */
  String sentence() {
    String words =
        coresMilli == null
            ? Figures.memory(memoryBytes == null ? Long.MAX_VALUE : memoryBytes)
            : memoryBytes == null ? Figures.cores(coresMilli) : Figures.of(coresMilli, memoryBytes);
    return "Queue %s may take at most %s".formatted(queue, words);
  }
}
