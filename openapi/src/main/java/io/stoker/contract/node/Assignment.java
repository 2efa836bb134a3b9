package io.stoker.contract.node;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A process that a node should run. Exactly one of {@code driver} and {@code executor} is set when
 * {@code desired} is RUN; neither when it is STOP, since an attempt that is over has no secrets any
 * more. A node that does not know the process of a STOP reports it as EXITED by cause STOPPED.
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
