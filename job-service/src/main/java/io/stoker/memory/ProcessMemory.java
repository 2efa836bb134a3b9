package io.stoker.memory;

/**
 * What a driver or executor takes on its node, and how Spark divides its heap.
 *
 * @param heapBytes the JVM's -Xmx
 * @param overheadBytes what a JVM takes beside its heap
 * @param offHeapBytes Spark's own memory outside of the heap
 * @param pysparkBytes for the Python workers of an executor
 * @param reservedBytes part of the heap that Spark keeps for itself
 * @param unifiedBytes part of the heap that execution and storage share
 * @param storageBytes share of {@code unifiedBytes} that execution cannot evict cached data from
 * @param offHeapStorageBytes the same of {@code offHeapBytes}
 */
public record ProcessMemory(
    long heapBytes,
    long overheadBytes,
    long offHeapBytes,
    long pysparkBytes,
    long reservedBytes,
    long unifiedBytes,
    long storageBytes,
    long offHeapStorageBytes) {

  /** What the node must have free. */
  public long containerBytes() {
    return heapBytes + overheadBytes + offHeapBytes + pysparkBytes;
  }

  public long executionBytes() {
    return unifiedBytes - storageBytes;
  }

  /** What is left in the heap for the program's own objects. */
  public long userBytes() {
    return heapBytes - reservedBytes - unifiedBytes;
  }

  public long offHeapExecutionBytes() {
    return offHeapBytes - offHeapStorageBytes;
  }
}
