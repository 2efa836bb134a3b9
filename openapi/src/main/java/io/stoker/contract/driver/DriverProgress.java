package io.stoker.contract.driver;

import io.stoker.contract.run.Progress;
import java.util.List;

/**
 * A driver's sign of life, at least every 5 s, and what Spark is doing, at most once a second.
 *
 * @param number grows with each report of one attempt; an older one changes nothing
 */
public record DriverProgress(long number, Progress progress, List<ExecutorTasks> executors) {

  /** Task counts of one executor that is or was registered. */
  public record ExecutorTasks(
      int executorId, boolean registered, int active, int completed, int failed) {}
}
