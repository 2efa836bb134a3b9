package io.stoker.cluster;

/** Port: what a JVM of a given heap takes on its node. The launcher knows. */
public interface MemoryPlanner {
  /**
   * Heap and overhead of a driver or executor.
   *
   * @param heapBytes the JVM's -Xmx
   * @return bytes that the node must have free
   */
  long containerBytes(long heapBytes);
}
