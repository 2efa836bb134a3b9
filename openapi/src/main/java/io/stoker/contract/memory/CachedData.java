package io.stoker.contract.memory;

import io.swagger.v3.oas.annotations.media.Schema;

/** An RDD or table that a run cached. */
@Schema(description = "An RDD or table that a run cached.")
public record CachedData(
    @Schema(description = "Spark's number of it.") int id,
    @Schema(example = "In-memory table flights") String name,
    @Schema(example = "Disk Memory Deserialized 1x Replicated") String storageLevel,
    int partitions,
    int cachedPartitions,
    @Schema(description = "Over all executors, on the heap and off it.") long memoryBytes,
    @Schema(description = "Over all executors.") long diskBytes,
    @Schema(description = "The most that it ever took, memory and disk together.")
        long peakBytes) {}
