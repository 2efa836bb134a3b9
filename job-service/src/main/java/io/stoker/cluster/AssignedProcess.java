package io.stoker.cluster;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A process that a node is told to run or to stop.
 *
 * @param runId null for a history server, whose fence is 0
 * @param executorId and {@code profileId}: 0 for a driver
 * @param stop whether it is to be stopped
 */
public record AssignedProcess(
    UUID id,
    @Nullable UUID runId,
    long fence,
    ProcessKind kind,
    int executorId,
    int profileId,
    ProcessNeed need,
    boolean stop) {}
