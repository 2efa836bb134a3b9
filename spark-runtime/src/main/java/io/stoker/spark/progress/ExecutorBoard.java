package io.stoker.spark.progress;

import static java.util.stream.Collectors.toUnmodifiableSet;

import io.stoker.contract.driver.DriverProgress.ExecutorTasks;
import io.stoker.contract.driver.DriverProgress.Foreign;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Counts tasks by executor. Spark's local executor has no number and is left out. */
final class ExecutorBoard {
  private static final int LONGEST_REASON = 500;

  private final Map<Integer, ExecutorTasks> executors = new TreeMap<>();

  void registered(String executor) {
    change(executor, old -> with(old, true, old.active(), old.foreign()));
  }

  /** One that another master has started, of which nobody else could tell the platform. */
  void registered(String executor, String host, int cores, Instant at) {
    Foreign foreign = new Foreign(host, cores, at, null, null);
    change(executor, old -> with(old, true, old.active(), foreign));
  }

  /** What the scheduler says of one: of that no event may have told, or not each. */
  void connected(String executor, int active) {
    change(
        executor, old -> with(old, old.registered(), old.registered() ? active : 0, old.foreign()));
  }

  /** Those that are there by what was told so far. */
  Set<Integer> present() {
    return executors.values().stream()
        .filter(ExecutorTasks::registered)
        .map(ExecutorTasks::executorId)
        .collect(toUnmodifiableSet());
  }

  /** The scheduler has it no more, and no event has told of it yet. */
  void gone(int executor) {
    change(Integer.toString(executor), old -> with(old, false, 0, old.foreign()));
  }

  void removed(String executor, Instant at, String reason) {
    change(executor, old -> with(old, false, 0, removed(old.foreign(), at, reason)));
  }

  void taskStarted(String executor) {
    change(executor, old -> with(old, old.registered(), running(old, 1), old.foreign()));
  }

  void taskEnded(String executor, boolean succeeded, boolean failed) {
    change(
        executor,
        old ->
            new ExecutorTasks(
                old.executorId(),
                old.registered(),
                running(old, -1),
                old.completed() + (succeeded ? 1 : 0),
                old.failed() + (failed ? 1 : 0),
                old.foreign()));
  }

  int registered() {
    return (int) executors.values().stream().filter(ExecutorTasks::registered).count();
  }

  List<ExecutorTasks> show() {
    return List.copyOf(executors.values());
  }

  /** Tasks of a lost executor end one by one after it; none of them is running any more. */
  private static int running(ExecutorTasks old, int more) {
    return old.registered() ? Math.max(0, old.active() + more) : 0;
  }

  private static @Nullable Foreign removed(@Nullable Foreign old, Instant at, String reason) {
    return old == null
        ? null
        : new Foreign(
            old.host(),
            old.cores(),
            old.addedAt(),
            at,
            reason.length() > LONGEST_REASON ? reason.substring(0, LONGEST_REASON) : reason);
  }

  private static ExecutorTasks with(
      ExecutorTasks old, boolean registered, int active, @Nullable Foreign foreign) {
    return new ExecutorTasks(
        old.executorId(), registered, active, old.completed(), old.failed(), foreign);
  }

  private void change(String executor, UnaryOperator<ExecutorTasks> change) {
    if (executor.isEmpty() || !executor.chars().allMatch(Character::isDigit)) {
      return;
    }
    int id = Integer.parseInt(executor);
    ExecutorTasks old = executors.getOrDefault(id, new ExecutorTasks(id, true, 0, 0, 0, null));
    executors.put(id, change.apply(old));
  }
}
