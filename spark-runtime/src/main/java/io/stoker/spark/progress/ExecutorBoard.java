package io.stoker.spark.progress;

import io.stoker.contract.driver.DriverProgress.ExecutorTasks;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Counts tasks by executor. Spark's local executor has no number and is left out. */
final class ExecutorBoard {
  private final Map<Integer, ExecutorTasks> executors = new TreeMap<>();

  void registered(String executor, boolean registered) {
    change(executor, 0, 0, 0, registered);
  }

  void taskStarted(String executor) {
    change(executor, 1, 0, 0, null);
  }

  void taskEnded(String executor, boolean succeeded, boolean failed) {
    change(executor, -1, succeeded ? 1 : 0, failed ? 1 : 0, null);
  }

  int registered() {
    return (int) executors.values().stream().filter(ExecutorTasks::registered).count();
  }

  List<ExecutorTasks> show() {
    return List.copyOf(executors.values());
  }

  private void change(
      String executor, int active, int completed, int failed, @Nullable Boolean registered) {
    if (executor.isEmpty() || !executor.chars().allMatch(Character::isDigit)) {
      return;
    }
    int id = Integer.parseInt(executor);
    ExecutorTasks old = executors.getOrDefault(id, new ExecutorTasks(id, true, 0, 0, 0));
    boolean present = registered == null ? old.registered() : registered;
    // Tasks of a lost executor end one by one after it; none of them is running any more.
    int running = present ? Math.max(0, old.active() + active) : 0;
    executors.put(
        id,
        new ExecutorTasks(
            id, present, running, old.completed() + completed, old.failed() + failed));
  }
}
