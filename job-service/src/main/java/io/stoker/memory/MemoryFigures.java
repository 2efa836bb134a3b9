package io.stoker.memory;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/**
 * What a driver or executor has used, in bytes. Each is null while nobody has measured it.
 *
 * @param heapBytes used of the heap
 * @param nonHeapBytes used by the JVM for classes and compiled code
 * @param unifiedBytes used on the heap by execution and storage together
 * @param executionBytes used on the heap by shuffles, joins and sorts
 * @param storageBytes used on the heap by cached data and broadcasts
 * @param offHeapBytes used of Spark's off-heap memory
 * @param directBytes used by network buffers outside of the heap
 * @param rssBytes resident memory of the process, as the kernel counts it
 * @param gcMillis spent on garbage collections since the start
 * @param unifiedCapacityBytes what Spark says there is for execution and storage on the heap
 * @param offHeapCapacityBytes what Spark says there is off the heap
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record MemoryFigures(
    @Nullable Long heapBytes,
    @Nullable Long nonHeapBytes,
    @Nullable Long unifiedBytes,
    @Nullable Long executionBytes,
    @Nullable Long storageBytes,
    @Nullable Long offHeapBytes,
    @Nullable Long directBytes,
    @Nullable Long rssBytes,
    @Nullable Long gcMillis,
    @Nullable Long unifiedCapacityBytes,
    @Nullable Long offHeapCapacityBytes) {
  public static final MemoryFigures NONE =
      new MemoryFigures(null, null, null, null, null, null, null, null, null, null, null);

  /** Of each figure the greater one. */
  public MemoryFigures greatest(MemoryFigures other) {
    return new MemoryFigures(
        greater(heapBytes, other.heapBytes),
        greater(nonHeapBytes, other.nonHeapBytes),
        greater(unifiedBytes, other.unifiedBytes),
        greater(executionBytes, other.executionBytes),
        greater(storageBytes, other.storageBytes),
        greater(offHeapBytes, other.offHeapBytes),
        greater(directBytes, other.directBytes),
        greater(rssBytes, other.rssBytes),
        greater(gcMillis, other.gcMillis),
        greater(unifiedCapacityBytes, other.unifiedCapacityBytes),
        greater(offHeapCapacityBytes, other.offHeapCapacityBytes));
  }

  private static @Nullable Long greater(@Nullable Long one, @Nullable Long other) {
    if (one == null || other == null) {
      return one == null ? other : one;
    }
    return Math.max(one, other);
  }
}
