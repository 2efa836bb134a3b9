package io.stoker.contract.node;

import java.util.List;
import java.util.Map;

/**
 * What a node needs to start an executor.
 *
 * @param executorId integer, unique in its attempt for ever
 * @param driverUrl {@code spark://CoarseGrainedScheduler@host:port}
 * @param cores whole cores = tasks at once
 * @param heapBytes the JVM's -Xmx
 * @param memoryBytes heap and overhead, owned on the node
 * @param javaOptions JVM options that the driver computed from the run's settings
 * @param environment environment that the driver computed; the secret comes by {@code authSecret}
 */
public record ExecutorLaunch(
    int attempt,
    int executorId,
    int resourceProfileId,
    String driverUrl,
    String authSecret,
    int cores,
    long heapBytes,
    long memoryBytes,
    List<String> javaOptions,
    Map<String, String> environment) {
  @Override
  public String toString() {
    return "ExecutorLaunch[executorId=" + executorId + ", driverUrl=" + driverUrl + "]";
  }
}
