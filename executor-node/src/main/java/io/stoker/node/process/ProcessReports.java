package io.stoker.node.process;

import io.stoker.contract.node.ProcessReport;
import io.stoker.launcher.process.ProcessStatus;
import io.stoker.launcher.process.ResidentMemory;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What the platform is told of a process. */
final class ProcessReports {
  private ProcessReports() {}

  static ProcessReport ended(UUID id, Outcome end, @Nullable ResidentMemory memory) {
    return new ProcessReport(
        id,
        "EXITED",
        end.pid(),
        end.startedAt(),
        end.exitedAt(),
        end.exitCode(),
        end.cause().name(),
        end.message(),
        memory == null ? null : memory.bytes(),
        memory == null ? null : memory.peakBytes());
  }

  /**
   * Of a process that has no settled end.
   *
   * @param pid the last that is known
   * @param stopping whether its end is ordered
   * @param message what a person is to know of it
   */
  static ProcessReport living(
      UUID id,
      ProcessStatus status,
      @Nullable Long pid,
      boolean stopping,
      @Nullable String message,
      @Nullable ResidentMemory memory) {
    Instant startedAt =
        status instanceof ProcessStatus.Running running ? running.startedAt() : null;
    return new ProcessReport(
        id,
        stopping ? "STOPPING" : state(status),
        pid,
        startedAt,
        null,
        null,
        null,
        message,
        memory == null ? null : memory.bytes(),
        memory == null ? null : memory.peakBytes());
  }

  private static String state(ProcessStatus status) {
    boolean begins =
        status instanceof ProcessStatus.NotStarted || status instanceof ProcessStatus.Starting;
    return begins ? "STARTING" : "RUNNING";
  }
}
