package io.stoker.spark.memory;

import io.stoker.contract.driver.DriverMemory.ProcessUse;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.executor.ExecutorMetrics;
import org.apache.spark.executor.ExecutorMetrics$;
import org.apache.spark.memory.MemoryManager;
import org.jspecify.annotations.Nullable;

/** Keeps the last and the highest figures of the driver and each executor. */
final class MemoryBoard {
  private static final String DRIVER = "driver";

  private final Map<String, Figures> processes = new HashMap<>();

  private static final class Figures {
    private final Measured latest = new Measured();
    private final Measured peak = new Measured();
    private @Nullable Long unifiedCapacity;
    private @Nullable Long offHeapCapacity;

    private ProcessUse show(@Nullable Integer executor) {
      return new ProcessUse(
          executor,
          latest.show(unifiedCapacity, offHeapCapacity),
          peak.show(unifiedCapacity, offHeapCapacity));
    }
  }

  /** What a block manager says it may use at most, before anything runs. */
  void capacity(String executor, @Nullable Long unified, @Nullable Long offHeap) {
    Figures process = process(executor);
    process.unifiedCapacity = unified;
    process.offHeapCapacity = offHeap;
  }

  /**
   * What an executor's heartbeat brings: by stage, the highest since the last one. The driver's own
   * come in the same way, and less often than it measures itself.
   */
  void heartbeat(String executor, Collection<ExecutorMetrics> stages) {
    if (executor.equals(DRIVER)) {
      return;
    }
    ExecutorMetrics[] measured =
        stages.stream().filter(Measured::isIn).toArray(ExecutorMetrics[]::new);
    for (int i = 0; i < measured.length; i++) {
      Figures process = process(executor);
      if (i == 0) {
        process.latest.replace(measured[i]);
      } else {
        process.latest.raise(measured[i]);
      }
      process.peak.raise(measured[i]);
    }
  }

  /** The highest while a task ran, which may have fallen between two heartbeats. */
  void taskEnded(String executor, @Nullable ExecutorMetrics metrics) {
    if (metrics != null && Measured.isIn(metrics) && !executor.equals(DRIVER)) {
      Figures process = process(executor);
      process.peak.raise(metrics);
      if (process.latest.isEmpty()) {
        process.latest.replace(metrics);
      }
    }
  }

  /** Measures this JVM as executors measure themselves. */
  void measureDriver(MemoryManager memory) {
    var metrics = new ExecutorMetrics(ExecutorMetrics$.MODULE$.getCurrentMetrics(memory));
    Figures driver = process(DRIVER);
    driver.latest.replace(metrics);
    driver.peak.raise(metrics);
  }

  List<ProcessUse> show() {
    return processes.entrySet().stream()
        .filter(entry -> entry.getKey().equals(DRIVER) || isNumber(entry.getKey()))
        .map(
            entry ->
                entry
                    .getValue()
                    .show(entry.getKey().equals(DRIVER) ? null : Integer.valueOf(entry.getKey())))
        .toList();
  }

  private Figures process(String executor) {
    return processes.computeIfAbsent(executor, id -> new Figures());
  }

  private static boolean isNumber(String executor) {
    return !executor.isEmpty() && executor.chars().allMatch(Character::isDigit);
  }
}
