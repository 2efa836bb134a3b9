package io.stoker.contract.node;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A process that a node should run. Exactly one of {@code driver} and {@code executor} is set.
 *
 * @param desired RUN or STOP (SIGTERM, then SIGKILL after {@code stopGraceMillis})
 * @param applicationId Spark's application id: {@code {runId}-{fence}}
 */
public record Assignment(
    UUID id,
    String desired,
    long stopGraceMillis,
    UUID runId,
    long fence,
    String applicationId,
    @Nullable DriverLaunch driver,
    @Nullable ExecutorLaunch executor) {}
