package io.stoker.spark.memory;

import io.stoker.contract.memory.MemoryFigures;
import java.util.EnumMap;
import java.util.Map;
import org.apache.spark.executor.ExecutorMetrics;
import org.jspecify.annotations.Nullable;

/** Figures of one process, each the last or the highest of what was measured. */
final class Measured {
  /** What is kept, and how Spark calls it; the capacities come with the block manager. */
  private enum Figure {
    HEAP("JVMHeapMemory"),
    NON_HEAP("JVMOffHeapMemory"),
    UNIFIED("OnHeapUnifiedMemory"),
    EXECUTION("OnHeapExecutionMemory"),
    STORAGE("OnHeapStorageMemory"),
    OFF_HEAP("OffHeapUnifiedMemory"),
    DIRECT("DirectPoolMemory"),
    GC("TotalGCTime");

    private final String metric;

    Figure(String metric) {
      this.metric = metric;
    }
  }

  private final Map<Figure, Long> figures = new EnumMap<>(Figure.class);

  /** Whether Spark has measured anything: a task that was too short for it brings zeros. */
  static boolean isIn(@Nullable ExecutorMetrics metrics) {
    return metrics != null && metrics.isSet() && metrics.getMetricValue(Figure.HEAP.metric) > 0;
  }

  void replace(ExecutorMetrics metrics) {
    for (Figure figure : Figure.values()) {
      figures.put(figure, metrics.getMetricValue(figure.metric));
    }
  }

  void raise(ExecutorMetrics metrics) {
    for (Figure figure : Figure.values()) {
      figures.merge(figure, metrics.getMetricValue(figure.metric), Math::max);
    }
  }

  boolean isEmpty() {
    return figures.isEmpty();
  }

  MemoryFigures show(@Nullable Long unifiedCapacity, @Nullable Long offHeapCapacity) {
    return new MemoryFigures(
        figures.get(Figure.HEAP),
        figures.get(Figure.NON_HEAP),
        figures.get(Figure.UNIFIED),
        figures.get(Figure.EXECUTION),
        figures.get(Figure.STORAGE),
        figures.get(Figure.OFF_HEAP),
        figures.get(Figure.DIRECT),
        null,
        figures.get(Figure.GC),
        unifiedCapacity,
        offHeapCapacity);
  }
}
