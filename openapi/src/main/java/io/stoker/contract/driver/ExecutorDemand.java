package io.stoker.contract.driver;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The executors that a driver wants, as full state: the highest version wins, a repeat does no
 * harm. Lowering a total never ends a running executor.
 *
 * @param javaOptions for each executor's JVM, the secret left out
 * @param environment for each executor's process
 * @param excludedHosts where no executor of this attempt may start
 * @param barrier whether a barrier stage, whose tasks start together or not at all, waits for
 *     executors or goes on: then they are needed though they have no task. Absent in what older
 *     drivers send
 */
public record ExecutorDemand(
    long version,
    String driverUrl,
    List<ProfileDemand> profiles,
    List<String> javaOptions,
    Map<String, String> environment,
    List<String> excludedHosts,
    @Nullable Boolean barrier) {

  /**
   * The demand of one Spark resource profile.
   *
   * @param total executors wanted in all, running ones included
   * @param memoryBytes heap, overhead, off-heap: what the node must have free
   * @param localTasks tasks that would find their data on a host, by host; a hint only. Absent in
   *     what older drivers send
   */
  public record ProfileDemand(
      int profileId,
      int total,
      int cores,
      long heapBytes,
      long memoryBytes,
      @Nullable Map<String, Integer> localTasks) {}
}
