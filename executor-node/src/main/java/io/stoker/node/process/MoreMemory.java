package io.stoker.node.process;

import io.stoker.launcher.process.ProcessRecord;

/** What a person can do for a process that was short of memory. */
final class MoreMemory {
  private MoreMemory() {}

  static String heap(ProcessRecord record) {
    return switch (record.kind()) {
      case DRIVER -> "give the driver more memory";
      case HISTORY_SERVER -> "raise stoker.history-server.heap";
      case EXECUTOR, SHUFFLE_SERVER -> "give executors more memory or fewer cores";
    };
  }

  static String outsideOfHeap(ProcessRecord record) {
    return switch (record.kind()) {
      case DRIVER -> overhead("driver");
      case HISTORY_SERVER -> "raise stoker.history-server.heap, of which its overhead is a part";
      case EXECUTOR, SHUFFLE_SERVER -> overhead("executor");
    };
  }

  private static String overhead(String process) {
    return "raise spark.%s.memoryOverhead, or use less memory outside of the heap"
        .formatted(process);
  }
}
