package io.stoker.run;

import io.stoker.cluster.PlacementNeed;
import java.util.UUID;

/**
 * A run that needs a node for its driver.
 *
 * @param executorInstances executors that the driver is going to ask for first; none when another
 *     master than Stoker runs its tasks, else at least one
 */
public record WaitingRun(
    UUID runId,
    UUID jobId,
    String jobName,
    PlacementNeed driver,
    PlacementNeed executor,
    int executorInstances) {}
