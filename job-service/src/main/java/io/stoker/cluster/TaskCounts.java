package io.stoker.cluster;

/**
 * An executor's tasks, as its driver counts them.
 *
 * @param registered whether the executor is connected to its driver
 */
public record TaskCounts(boolean registered, int active, int completed, int failed) {
  public static final TaskCounts NONE = new TaskCounts(false, 0, 0, 0);

  /** Whether the executor has or had any task. */
  public boolean hadTask() {
    return active + completed + failed > 0;
  }
}
