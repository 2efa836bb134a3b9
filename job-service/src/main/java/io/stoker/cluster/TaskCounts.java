package io.stoker.cluster;

import java.util.Objects;

/**
 * An executor's tasks, as its driver counts them.
 *
 * @param registered whether the executor is connected to its driver
 * @param cached whether it holds cached data
 */
public record TaskCounts(
    boolean registered, int active, int completed, int failed, Boolean cached) {
  public static final TaskCounts NONE = new TaskCounts(false, 0, 0, 0);

  /** Counts that were stored before drivers said so have no cached data. */
  public TaskCounts {
    cached = Objects.requireNonNullElse(cached, false);
  }

  /** Of an executor without cached data. */
  public TaskCounts(boolean registered, int active, int completed, int failed) {
    this(registered, active, completed, failed, false);
  }

  /** Whether the executor has or had any task. */
  public boolean hadTask() {
    return active + completed + failed > 0;
  }
}
