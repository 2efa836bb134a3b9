package io.stoker.api.driver;

import io.stoker.contract.driver.DriverMemory;
import io.stoker.memory.CachedData;
import io.stoker.memory.MemoryFigures;
import io.stoker.memory.MemoryReport;
import java.util.List;

/** From what a driver says of memory to the domain's records; user code holds its token. */
final class ReportedMemory {
  private static final int MOST_CACHED = 100;
  private static final int LONGEST_TEXT = 256;

  private ReportedMemory() {}

  static List<MemoryReport> processes(DriverMemory report) {
    return report.processes().stream()
        .map(use -> new MemoryReport(use.executor(), figures(use.latest()), figures(use.peak())))
        .toList();
  }

  static List<CachedData> cached(DriverMemory report) {
    return report.cached().stream()
        .limit(MOST_CACHED)
        .map(
            data ->
                new CachedData(
                    data.id(),
                    bounded(data.name()),
                    bounded(data.storageLevel()),
                    data.partitions(),
                    data.cachedPartitions(),
                    data.memoryBytes(),
                    data.diskBytes(),
                    data.peakBytes()))
        .toList();
  }

  /** What the kernel counts is the node's to say. */
  private static MemoryFigures figures(io.stoker.contract.memory.MemoryFigures figures) {
    return new MemoryFigures(
        figures.heapBytes(),
        figures.nonHeapBytes(),
        figures.unifiedBytes(),
        figures.executionBytes(),
        figures.storageBytes(),
        figures.offHeapBytes(),
        figures.directBytes(),
        null,
        figures.gcMillis(),
        figures.unifiedCapacityBytes(),
        figures.offHeapCapacityBytes());
  }

  private static String bounded(String text) {
    return text.length() > LONGEST_TEXT ? text.substring(0, LONGEST_TEXT) : text;
  }
}
