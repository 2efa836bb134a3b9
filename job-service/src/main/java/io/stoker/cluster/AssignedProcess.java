package io.stoker.cluster;

import java.util.UUID;

/**
 * A process that a node is told to run or to stop.
 *
 * @param executorId and {@code profileId}: 0 for a driver
 * @param stop whether it is to be stopped
 */
public record AssignedProcess(
    UUID id,
    UUID runId,
    long fence,
    ProcessKind kind,
    int executorId,
    int profileId,
    ProcessNeed need,
    boolean stop) {}
