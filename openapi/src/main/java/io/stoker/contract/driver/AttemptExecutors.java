package io.stoker.contract.driver;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * All executors of an attempt, as full state.
 *
 * @param version to pass as {@code after} in the next long poll
 * @param racks of hosts, as far as nodes say theirs; absent from an older server
 * @param stop set when the attempt is over (cancelled, fenced): the driver stops itself
 */
public record AttemptExecutors(
    long version,
    List<Executor> executors,
    @Nullable Map<String, String> racks,
    @Nullable String stop) {

  /**
   * One executor as the platform knows it.
   *
   * @param state ASSIGNED, STARTING, RUNNING, EXITED or LOST
   * @param causedByApp whether its end counts against the application (Spark's task failures)
   * @param stopped whether it did not end by itself: the platform ordered its end, or its node
   *     could not start it; absent from an older server
   * @param nodeLost whether its whole node is gone, its shuffle files with it
   * @param decommission why the driver is to let it go, its blocks handed on; null when it need not
   * @param nodeStays whether it is let go for another queue: its node keeps what it wrote for other
   *     stages
   */
  public record Executor(
      int id,
      int profileId,
      String host,
      String state,
      @Nullable Integer exitCode,
      boolean causedByApp,
      boolean stopped,
      boolean nodeLost,
      @Nullable String message,
      @Nullable String decommission,
      boolean nodeStays) {}
}
