package io.stoker.launcher;

/**
 * What a driver or executor takes on its node, by Spark's own arithmetic: heap and the overhead of
 * a JVM beside its heap.
 *
 * @param heapBytes the JVM's -Xmx, a multiple of 32 MiB: G1's largest region, so that the JVM
 *     neither rounds it nor reports another maximum than Spark reckons with
 * @param overheadBytes max(384 MiB, a tenth of the heap in whole MiB)
 */
public record MemoryPlan(long heapBytes, long overheadBytes) {
  private static final long MIB = 1024L * 1024;
  private static final long HEAP_STEP = 32 * MIB;
  private static final long MINIMUM_OVERHEAD = 384 * MIB;

  /**
   * The plan for a heap of at least this size.
   *
   * @throws IllegalArgumentException for less than nothing, or more than a machine can have
   */
  public static MemoryPlan ofHeap(long wantedBytes) {
    if (wantedBytes <= 0 || wantedBytes > Long.MAX_VALUE / 4) {
      throw new IllegalArgumentException("A heap of " + wantedBytes + " bytes makes no sense");
    }
    long heap = (wantedBytes + HEAP_STEP - 1) / HEAP_STEP * HEAP_STEP;
    long tenthInMib = heap / MIB / 10;
    return new MemoryPlan(heap, Math.max(MINIMUM_OVERHEAD, tenthInMib * MIB));
  }

  /** Bytes that the node must have free. */
  public long containerBytes() {
    return heapBytes + overheadBytes;
  }
}
