package io.stoker.cluster;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The driver of an attempt on its node.
 *
 * @param pid on the node; null until it has started
 * @param exitCode 128 + signal for a killed process; null when it lives or the code is unknown
 * @param exitCause a word of {@link ProcessExit}; null while it lives
 * @param stopReason why the platform ordered it to stop; null when it did not
 */
public record DriverProcess(
    UUID assignmentId,
    UUID nodeId,
    String nodeName,
    String host,
    AssignmentState state,
    @Nullable Long pid,
    @Nullable Integer exitCode,
    @Nullable String exitCause,
    @Nullable String exitMessage,
    long coresMilli,
    long memoryBytes,
    Instant createdAt,
    @Nullable Instant startedAt,
    @Nullable Instant exitedAt,
    @Nullable String stopReason) {}
