package io.stoker.contract.driver;

import io.stoker.contract.run.Progress;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A driver's sign of life, at least every 5 s, and what Spark is doing, at most once a second.
 *
 * @param number grows with each report of one attempt; an older one changes nothing
 * @param caching executors that hold cached data. Absent in what older drivers send
 */
public record DriverProgress(
    long number,
    Progress progress,
    List<ExecutorTasks> executors,
    @Nullable List<Integer> caching) {

  /**
   * Task counts of one executor that is or was registered.
   *
   * @param foreign of an executor that no node has started; else null
   */
  public record ExecutorTasks(
      int executorId,
      boolean registered,
      int active,
      int completed,
      int failed,
      @Nullable Foreign foreign) {}

  /** What Spark alone knows of an executor. */
  public record Foreign(
      String host,
      int cores,
      Instant addedAt,
      @Nullable Instant removedAt,
      @Nullable String removedReason) {}
}
