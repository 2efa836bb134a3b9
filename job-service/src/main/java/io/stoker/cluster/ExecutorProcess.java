package io.stoker.cluster;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An executor of an attempt on its node.
 *
 * @param profileId of Spark's resource profile; 0 is the default one
 * @param exitCode 128 + signal for a killed process; null when it lives or the code is unknown
 * @param exitCause a word of {@link ProcessExit}; null while it lives
 * @param stopReason why the platform ordered it to stop; null when it did not
 * @param decommissionReason why its driver is to let it go; null when it need not
 * @param decommissionTold whether the driver is to do so now: another one is there for its blocks
 * @param nodeStays whether that is for another queue, and not for its node's sake
 */
public record ExecutorProcess(
    UUID assignmentId,
    int executorId,
    int profileId,
    UUID nodeId,
    String nodeName,
    String host,
    AssignmentState state,
    @Nullable Integer exitCode,
    @Nullable String exitCause,
    @Nullable String exitMessage,
    long coresMilli,
    long heapBytes,
    long memoryBytes,
    TaskCounts tasks,
    Instant createdAt,
    @Nullable Instant startedAt,
    @Nullable Instant registeredAt,
    @Nullable Instant exitedAt,
    @Nullable String stopReason,
    @Nullable String decommissionReason,
    boolean decommissionTold,
    boolean nodeStays) {}
