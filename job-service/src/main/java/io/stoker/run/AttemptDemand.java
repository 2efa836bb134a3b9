package io.stoker.run;

import java.util.List;
import java.util.Set;
import java.util.UUID;

/**
 * The executors that a live attempt wants.
 *
 * @param number of the attempt in its run
 * @param excludedHosts where none of them may start
 */
public record AttemptDemand(
    long fence,
    UUID runId,
    int number,
    UUID driverNodeId,
    List<Demand.Profile> profiles,
    Set<String> excludedHosts) {}
