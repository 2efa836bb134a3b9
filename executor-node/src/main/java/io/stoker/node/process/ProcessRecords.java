package io.stoker.node.process;

import io.stoker.contract.node.Assignment;
import io.stoker.contract.node.DriverLaunch;
import io.stoker.contract.node.ExecutorLaunch;
import io.stoker.contract.node.HistoryServerLaunch;
import io.stoker.launcher.process.ProcessRecord;
import java.time.Instant;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** What is written down of an assignment before its process starts. */
final class ProcessRecords {
  private static final String EXECUTOR = "executor-";

  private ProcessRecords() {}

  static ProcessRecord of(Assignment assignment, Instant now) {
    return new ProcessRecord(
        assignment.id(),
        kind(assignment),
        name(assignment),
        assignment.runId(),
        assignment.fence(),
        assignment.applicationId(),
        assignment.stopGraceMillis(),
        memory(assignment),
        now);
  }

  /** Whether it says what to start; it does not once its attempt is over. */
  static boolean isLaunch(Assignment assignment) {
    return assignment.driver() != null
        || assignment.executor() != null
        || assignment.historyServer() != null;
  }

  /** Spark's id of an executor; empty of what is none. */
  static OptionalInt executorId(ProcessRecord record) {
    return record.kind() == ProcessRecord.Kind.EXECUTOR
        ? OptionalInt.of(Integer.parseInt(record.name().substring(EXECUTOR.length())))
        : OptionalInt.empty();
  }

  private static ProcessRecord.Kind kind(Assignment assignment) {
    if (assignment.historyServer() != null) {
      return ProcessRecord.Kind.HISTORY_SERVER;
    }
    return assignment.executor() == null ? ProcessRecord.Kind.DRIVER : ProcessRecord.Kind.EXECUTOR;
  }

  private static String name(Assignment assignment) {
    ExecutorLaunch executor = assignment.executor();
    if (executor != null) {
      return EXECUTOR + executor.executorId();
    }
    if (assignment.historyServer() != null) {
      return "history-server";
    }
    return assignment.driver() != null ? "driver" : "process";
  }

  private static @Nullable Long memory(Assignment assignment) {
    ExecutorLaunch executor = assignment.executor();
    DriverLaunch driver = assignment.driver();
    HistoryServerLaunch history = assignment.historyServer();
    if (executor != null) {
      return executor.memoryBytes();
    }
    if (history != null) {
      return history.memoryBytes();
    }
    return driver == null ? null : driver.memoryBytes();
  }
}
