package io.stoker.cluster;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * All that a node has, and its sign of life.
 *
 * @param number grows with each report of one epoch
 * @param storageShared whether it has read the storage probe of its registration
 * @param python its interpreter; null from a node that does not say
 * @param shuffleServer how its shuffle server stands; null from a node that does not say
 */
public record Report(
    long epoch,
    long number,
    boolean storageShared,
    List<ReportedProcess> processes,
    @Nullable NodePython python,
    @Nullable NodeShuffleServer shuffleServer) {}
