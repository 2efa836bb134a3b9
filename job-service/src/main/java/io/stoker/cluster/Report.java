package io.stoker.cluster;

import java.util.List;

/**
 * All that a node has, and its sign of life.
 *
 * @param number grows with each report of one epoch
 * @param storageShared whether it has read the storage probe of its registration
 */
public record Report(
    long epoch, long number, boolean storageShared, List<ReportedProcess> processes) {}
