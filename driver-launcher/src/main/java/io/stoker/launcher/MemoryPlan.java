package io.stoker.launcher;

import org.jspecify.annotations.Nullable;

/**
 * What a driver or executor takes on its node, and how Spark divides its heap, by Spark's own
 * arithmetic: the figures are those that a running executor reports, to the byte.
 *
 * @param heapBytes the JVM's -Xmx, a multiple of 32 MiB: G1's largest region, so that the JVM
 *     neither rounds it nor reports another maximum than Spark reckons with
 * @param overheadBytes as asked for; else max(384 MiB, a tenth of the heap in whole MiB)
 * @param unifiedBytes what execution and storage share: a fraction of the heap without {@link
 *     #RESERVED_BYTES}
 * @param storageBytes the part of it that execution cannot take from cached data
 * @param offHeapStorageBytes the same of off-heap memory
 */
public record MemoryPlan(
    long heapBytes,
    long overheadBytes,
    long offHeapBytes,
    long pysparkBytes,
    long unifiedBytes,
    long storageBytes,
    long offHeapStorageBytes) {
  /** What Spark keeps of each heap for itself. */
  public static final long RESERVED_BYTES = 300L << 20;

  private static final long MIB = 1L << 20;
  private static final long HEAP_STEP = 32 * MIB;

  /**
   * What a process is to have.
   *
   * @param overheadBytes null when it is reckoned from the heap
   * @param overheadFactor part of the heap that comes on top of it, but at least {@code
   *     minimumOverheadBytes}
   * @param fraction of the heap without Spark's reserve that execution and storage share
   * @param storageFraction of that, kept for storage
   */
  public record Wanted(
      long heapBytes,
      @Nullable Long overheadBytes,
      double overheadFactor,
      long minimumOverheadBytes,
      long offHeapBytes,
      long pysparkBytes,
      double fraction,
      double storageFraction) {}

  /**
   * The plan for a heap of at least the wanted size.
   *
   * @throws IllegalArgumentException for less than nothing, or more than a machine can have
   */
  public static MemoryPlan of(Wanted wanted) {
    long heap = heapTaken(wanted.heapBytes());
    long unified = share(Math.max(0, heap - RESERVED_BYTES), wanted.fraction());
    return new MemoryPlan(
        heap,
        overhead(wanted, heap),
        wanted.offHeapBytes(),
        wanted.pysparkBytes(),
        unified,
        share(unified, wanted.storageFraction()),
        share(wanted.offHeapBytes(), wanted.storageFraction()));
  }

  /**
   * The heap that is given for a wanted one.
   *
   * @throws IllegalArgumentException for less than nothing, or more than a machine can have
   */
  static long heapTaken(long wantedBytes) {
    if (wantedBytes <= 0 || wantedBytes > Long.MAX_VALUE / 4) {
      throw new IllegalArgumentException("A heap of " + wantedBytes + " bytes makes no sense");
    }
    return (wantedBytes + HEAP_STEP - 1) / HEAP_STEP * HEAP_STEP;
  }

  private static long overhead(Wanted wanted, long heap) {
    Long asked = wanted.overheadBytes();
    return asked != null
        ? asked
        : Math.max(wanted.minimumOverheadBytes(), share(heap / MIB, wanted.overheadFactor()) * MIB);
  }

  /** Spark multiplies as floating-point numbers and cuts what is behind the point. */
  private static long share(long whole, double fraction) {
    return (long) (whole * fraction);
  }

  /** Bytes that the node must have free. */
  public long containerBytes() {
    return heapBytes + overheadBytes + offHeapBytes + pysparkBytes;
  }
}
