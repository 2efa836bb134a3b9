package io.stoker.contract.node;

import io.stoker.contract.cluster.NodePython;
import io.stoker.contract.cluster.NodeShuffleServer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * All that a node has, said as full state; also its heartbeat. Reports of an older epoch, or with a
 * lower number in the same epoch, change nothing.
 *
 * @param number grows with each report of one epoch
 * @param storageShared whether the storage probe of the registration was read and matched
 * @param processes every process that the node knows; an ended one until the platform no longer
 *     lists its assignment, its log is shipped and nothing of it is left on the node's disk
 * @param python what the node knows of its interpreter; null from an older node
 * @param shuffleServer how its shuffle server stands; null from an older node
 */
public record NodeReport(
    long epoch,
    long number,
    boolean storageShared,
    List<ProcessReport> processes,
    @Nullable NodePython python,
    @Nullable NodeShuffleServer shuffleServer) {}
