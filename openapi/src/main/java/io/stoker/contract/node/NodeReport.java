package io.stoker.contract.node;

import java.util.List;

/**
 * All that a node has, said as full state; also its heartbeat. Reports of an older epoch, or with a
 * lower number in the same epoch, change nothing.
 *
 * @param number grows with each report of one epoch
 * @param storageShared whether the storage probe of the registration was read and matched
 * @param processes every process that the node knows; an ended one until the platform no longer
 *     lists its assignment, its log is shipped and nothing of it is left on the node's disk
 */
public record NodeReport(
    long epoch, long number, boolean storageShared, List<ProcessReport> processes) {}
