package io.stoker.run;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * The executors that a driver wants, as full state.
 *
 * @param version the highest one wins
 * @param javaOptions for each executor's JVM, the secret left out
 * @param environment for each executor's process
 * @param excludedHosts where no executor of the attempt may start
 * @param barrier whether a stage whose tasks start together or not at all waits or goes on
 */
public record Demand(
    long version,
    String driverUrl,
    List<Profile> profiles,
    List<String> javaOptions,
    Map<String, String> environment,
    Set<String> excludedHosts,
    Boolean barrier) {
  /** Demands that were stored before drivers said so have none. */
  public Demand {
    barrier = Objects.requireNonNullElse(barrier, false);
  }

  /**
   * The executors of one Spark resource profile.
   *
   * @param total wanted in all, running ones included
   * @param cores whole cores of one executor
   * @param heapBytes the JVM's -Xmx
   * @param memoryBytes what the node must have free
   * @param localTasks tasks that would find their data on a host, by host
   */
  public record Profile(
      int profileId,
      int total,
      int cores,
      long heapBytes,
      long memoryBytes,
      Map<String, Integer> localTasks) {
    /** Demands that were stored before there were hints have none. */
    public Profile {
      localTasks = Objects.requireNonNullElse(localTasks, Map.of());
    }
  }
}
