package io.stoker.run;

import io.stoker.cluster.AssignmentState;
import io.stoker.cluster.ExecutorProcess;
import io.stoker.cluster.ProcessExit;
import java.util.Optional;
import java.util.Set;

/** What is told of an executor, to its driver and to people. */
public final class ExecutorWords {
  /**
   * Codes that say nothing against the application: SIGKILL and SIGTERM, whose sender is not known,
   * and Spark's own for a lost disk, lost heartbeats and a driver that forgot the executor.
   */
  private static final Set<Integer> BLAMELESS = Set.of(0, 137, 143, 53, 56, 58);

  private ExecutorWords() {}

  /** Its state in the words of the API. */
  public static String state(ExecutorProcess process) {
    return switch (process.state()) {
      case WANTED -> "ASSIGNED";
      case STARTING -> "STARTING";
      case RUNNING, STOPPING -> "RUNNING";
      case EXITED -> "EXITED";
      case LOST -> "LOST";
    };
  }

  /** Whether Spark is to count it as a failure of the tasks that ran there. */
  public static boolean causedByApplication(ExecutorProcess process) {
    return process.state() == AssignmentState.EXITED
        && process.stopReason() == null
        && process.decommissionReason() == null
        && (ProcessExit.MEMORY_LIMIT.equals(process.exitCause()) || isBadExit(process));
  }

  private static boolean isBadExit(ExecutorProcess process) {
    Integer code = process.exitCode();
    return ProcessExit.EXITED.equals(process.exitCause())
        && code != null
        && !BLAMELESS.contains(code);
  }

  /** Why an executor has ended or is about to; empty while nothing is wrong. */
  public static Optional<Reason> reason(ExecutorProcess process) {
    String stop = process.stopReason();
    String cause = process.exitCause();
    if (stop != null) {
      return Optional.of(new Reason(ProcessExit.STOPPED, stop));
    }
    String decommission = process.decommissionReason();
    if (decommission != null && (cause == null || ProcessExit.EXITED.equals(cause))) {
      return Optional.of(new Reason(ProcessExit.DECOMMISSIONED, decommission));
    }
    return cause == null ? Optional.empty() : Optional.of(new Reason(cause, message(process)));
  }

  private static String message(ExecutorProcess process) {
    String message = process.exitMessage();
    if (message != null) {
      return message;
    }
    Integer code = process.exitCode();
    return code == null
        ? "It ended; nobody saw with which exit code."
        : "It " + ExitCodes.spelled(code) + ". Its log says more.";
  }
}
