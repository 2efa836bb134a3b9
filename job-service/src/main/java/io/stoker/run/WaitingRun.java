package io.stoker.run;

import io.stoker.cluster.PlacementNeed;
import java.util.UUID;

/**
 * A run that needs a node for its driver.
 *
 * @param started whether it has had an attempt before
 * @param executorInstances executors that the driver is going to ask for first; none when another
 *     master than Stoker runs its tasks, else at least one
 */
public record WaitingRun(
    UUID runId,
    UUID jobId,
    String jobName,
    String queue,
    boolean started,
    PlacementNeed driver,
    PlacementNeed executor,
    int executorInstances) {}
