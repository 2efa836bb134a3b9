package io.stoker.queue;

import org.jspecify.annotations.Nullable;

/**
 * What a queue may take, after validation.
 *
 * @param shareMilli of the cluster that it is guaranteed, in thousandths of a percent
 * @param maxCoresMilli that its processes may have at a time; null for no bound
 * @param maxMemoryBytes the same of memory
 * @param priority among the queues that are all below, or all above, their shares; the highest
 *     comes first
 * @param maxRunning runs that may have started and not ended; null for no bound
 * @param maxWaiting runs that may wait for their start; null for no bound
 * @param preemption whether its runs, while it is below its share, may take executors that are at
 *     work from queues above theirs
 */
public record QueueSpec(
    String name,
    int shareMilli,
    @Nullable Long maxCoresMilli,
    @Nullable Long maxMemoryBytes,
    int priority,
    @Nullable Integer maxRunning,
    @Nullable Integer maxWaiting,
    boolean preemption) {

  /** Without preemption. */
  public QueueSpec(
      String name,
      int shareMilli,
      @Nullable Long maxCoresMilli,
      @Nullable Long maxMemoryBytes,
      int priority,
      @Nullable Integer maxRunning,
      @Nullable Integer maxWaiting) {
    this(name, shareMilli, maxCoresMilli, maxMemoryBytes, priority, maxRunning, maxWaiting, false);
  }
}
