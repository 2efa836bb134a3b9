package io.stoker.memory;

/**
 * An RDD or table that was cached.
 *
 * @param id Spark's number of the RDD
 * @param storageLevel in Spark's words
 * @param memoryBytes over all executors, on the heap and off it
 * @param peakBytes the most that it ever took, memory and disk together
 */
public record CachedData(
    int id,
    String name,
    String storageLevel,
    int partitions,
    int cachedPartitions,
    long memoryBytes,
    long diskBytes,
    long peakBytes) {}
