package io.stoker.contract.node;

/**
 * What a node needs to start Spark's history server.
 *
 * @param heapBytes the JVM's -Xmx
 * @param memoryBytes heap and overhead, owned on the node
 * @param eventLogDirectory URI of the directory of all event logs
 * @param retainedApplications histories that it keeps open at once
 */
public record HistoryServerLaunch(
    long heapBytes, long memoryBytes, String eventLogDirectory, int retainedApplications) {}
