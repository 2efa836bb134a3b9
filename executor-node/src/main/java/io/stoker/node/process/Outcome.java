package io.stoker.node.process;

import io.stoker.launcher.ExitCodes;
import io.stoker.launcher.process.ChildProcess;
import io.stoker.launcher.process.LastWords;
import io.stoker.launcher.process.ProcessStatus;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How a process ended, settled once and kept on disk, so that a restarted service says the same.
 *
 * @param exitCode null when it is unknown or there was none
 */
record Outcome(
    Cause cause,
    @Nullable Integer exitCode,
    String message,
    @Nullable Long pid,
    @Nullable Instant startedAt,
    Instant exitedAt) {

  /** The causes that the platform knows, by their names. */
  enum Cause {
    EXITED,
    OUT_OF_MEMORY,
    MEMORY_LIMIT,
    MACHINE_MEMORY,
    STOPPED,
    START_FAILED,
    SPARK_HOME_INVALID,
    MASTER_SECRET_UNUSABLE,
    UNKNOWN;

    /** Nobody ordered it, and it did run. */
    boolean isOfItself() {
      return this == EXITED || this == UNKNOWN;
    }
  }

  static Outcome startFailed(String message, Instant now) {
    return new Outcome(Cause.START_FAILED, null, message, null, null, now);
  }

  /** It was to run from a Spark that is none. */
  static Outcome sparkHomeInvalid(String message, Instant now) {
    return new Outcome(Cause.SPARK_HOME_INVALID, null, message, null, null, now);
  }

  /** What its node has of its master's secret does not go with it, or cannot be read. */
  static Outcome masterSecretUnusable(String message, Instant now) {
    return new Outcome(Cause.MASTER_SECRET_UNUSABLE, null, message, null, null, now);
  }

  /** The same end, of which more is known: the JVM ended itself for want of heap. */
  Outcome outOfMemory(String remedy) {
    return because(Cause.OUT_OF_MEMORY, "It ran out of heap memory; " + remedy);
  }

  /** The same end, of which more is known. */
  Outcome because(Cause known, String why) {
    return new Outcome(known, exitCode, why, pid, startedAt, exitedAt);
  }

  static Outcome of(
      ChildProcess child,
      ProcessStatus status,
      @Nullable StopOrder stop,
      @Nullable Long pid,
      Instant now) {
    if (status instanceof ProcessStatus.Exited exited) {
      Cause cause = stop == null ? Cause.EXITED : stop.causeOfEnd();
      int code = exited.exitCode();
      boolean bad = stop == null && code != 0;
      String words = bad ? LastWords.of(child.directory()) : "";
      String message = withReason(stop, ExitCodes.explain(child.record().kind(), code)) + words;
      return new Outcome(cause, code, message, pid, exited.startedAt(), exited.exitedAt());
    }
    if (status instanceof ProcessStatus.Gone gone) {
      Cause ofItself = gone.startedAt() == null ? Cause.START_FAILED : Cause.UNKNOWN;
      Cause cause = stop == null ? ofItself : stop.causeOfEnd();
      String message = withReason(stop, gone.why());
      return new Outcome(cause, null, message, pid, gone.startedAt(), now);
    }
    throw new IllegalStateException("Not ended: " + status);
  }

  private static String withReason(@Nullable StopOrder stop, String message) {
    return stop == null ? message : stop.why() + ". " + message;
  }
}
