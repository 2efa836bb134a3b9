package io.stoker.allocation;

import io.stoker.cluster.PlacementNeed;
import io.stoker.cluster.ProcessNeed;
import java.util.Set;
import java.util.UUID;

/**
 * An attempt with a driver that is to go on, and the executors that it has.
 *
 * @param runtime what its driver was started with; its node's while it has not been
 * @param executor what one of its first executors will take, and where; room for it is held until
 *     it asks
 * @param executors how many it will ask for first
 * @param present its executors
 * @param unregistered nodes from which an executor never came to its driver
 */
record OpenAttempt(
    long fence,
    UUID runId,
    String queue,
    UUID driverNodeId,
    SparkRuntime runtime,
    ProcessNeed driver,
    PlacementNeed executor,
    int executors,
    Present present,
    Set<UUID> unregistered) {}
