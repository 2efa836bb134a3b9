package io.stoker.cluster;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A machine that runs drivers and executors.
 *
 * @param epoch grows with each start of its service; 0 until the first
 * @param storageShared whether it reads what the platform wrote into result storage
 * @param used by its open assignments
 * @param shuffleServer as it last said; null until it has
 * @param drain the order to empty it; null when there is none
 */
public record Node(
    UUID id,
    NodeFacts facts,
    NodeState state,
    long epoch,
    boolean storageShared,
    Used used,
    @Nullable NodeShuffleServer shuffleServer,
    @Nullable Drain drain,
    Instant joinedAt,
    @Nullable Instant lastReportAt) {

  /** What open assignments own. */
  public record Used(long coresMilli, long memoryBytes, int drivers, int executors) {}
}
