package io.stoker.cluster;

/**
 * What one process takes on its node.
 *
 * @param coresMilli cores in thousandths
 * @param heapBytes the JVM's -Xmx
 * @param memoryBytes heap and overhead: what the node must have free
 */
public record ProcessNeed(long coresMilli, long heapBytes, long memoryBytes) {}
