package io.stoker.contract.node;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A process that a node should run. Exactly one of {@code driver}, {@code executor} and {@code
 * historyServer} is set while its attempt goes on; neither once it is over, since its secrets are
 * gone then: a process that runs may go on until it is ordered to stop, and nothing is started. A
 * node that does not know the process of a STOP reports it as EXITED by cause STOPPED.
 *
 * @param desired RUN or STOP (SIGTERM, then SIGKILL after {@code stopGraceMillis})
 * @param runId null for a history server, whose fence is 0
 * @param applicationId Spark's application id: {@code {runId}-{fence}}; empty without a run
 */
public record Assignment(
    UUID id,
    String desired,
    long stopGraceMillis,
    @Nullable UUID runId,
    long fence,
    String applicationId,
    @Nullable DriverLaunch driver,
    @Nullable ExecutorLaunch executor,
    @Nullable HistoryServerLaunch historyServer) {}
