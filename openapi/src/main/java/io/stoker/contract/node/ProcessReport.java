package io.stoker.contract.node;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One process on a node.
 *
 * @param state STARTING, RUNNING, STOPPING or EXITED
 * @param exitCode of an ended process, 128 + signal for a killed one; null when it is unknown
 * @param cause of the end: {@code EXITED} by itself, {@code OUT_OF_MEMORY} by its JVM for want of
 *     heap, {@code MEMORY_LIMIT} by its node or the kernel, since it held more memory than it
 *     owned, {@code MACHINE_MEMORY} by the kernel, since its machine was short of memory, {@code
 *     STOPPED} by the platform's order, {@code START_FAILED} (message says why), {@code UNKNOWN}
 *     (its wrapper was gone)
 * @param rssBytes resident memory of the process, looked at every few seconds; null before that
 * @param peakRssBytes the most that it ever was
 */
public record ProcessReport(
    UUID assignmentId,
    String state,
    @Nullable Long pid,
    @Nullable Instant startedAt,
    @Nullable Instant exitedAt,
    @Nullable Integer exitCode,
    @Nullable String cause,
    @Nullable String message,
    @Nullable Long rssBytes,
    @Nullable Long peakRssBytes) {}
