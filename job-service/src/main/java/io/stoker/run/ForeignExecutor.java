package io.stoker.run;

import io.stoker.cluster.TaskCounts;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An executor that another master has started, as the driver's Spark tells of it.
 *
 * @param removedAt null while it is registered
 * @param removedReason in Spark's words
 */
public record ForeignExecutor(
    int id,
    String host,
    int cores,
    TaskCounts tasks,
    Instant addedAt,
    @Nullable Instant removedAt,
    @Nullable String removedReason) {}
