package io.stoker.launcher;

import io.stoker.launcher.process.ProcessRecord.Kind;

/** What exit codes of Spark's processes mean, in a sentence. */
public final class ExitCodes {
  private static final int SIGNALLED = 128;

  private ExitCodes() {}

  /** Says what the code tells by itself; it does not know who asked for the end. */
  public static String explain(Kind kind, int code) {
    String meaning =
        switch (kind) {
          case DRIVER -> driver(code);
          case EXECUTOR -> executor(code);
          case SHUFFLE_SERVER, HISTORY_SERVER -> general(code);
        };
    return "Exit code " + code + ": " + meaning;
  }

  private static String driver(int code) {
    return switch (code) {
      case 101 -> "its main class was not found";
      default -> general(code);
    };
  }

  private static String executor(int code) {
    return switch (code) {
      case 50, 51 -> "an exception that nothing caught; see its stderr";
      case 52 -> "it ran out of heap memory; give executors more memory or fewer cores";
      case 53 -> "it could not make its local directory; see the node's disk";
      case 56 -> "it lost its driver: too many heartbeats without an answer";
      case 57 -> "a killed task did not end, so Spark ended the executor";
      case 58 -> "its block manager could not register again with the driver";
      default -> general(code);
    };
  }

  private static String general(int code) {
    return switch (code) {
      case 0 -> "it ended as it should";
      case 126 -> "its program could not be executed; see its stderr";
      case 127 -> "its program was not found; see its stderr";
      case SIGNALLED + 6 -> "the JVM itself crashed; see its stdout";
      case SIGNALLED + 9 ->
          "killed by SIGKILL, by somebody or by the kernel for want of memory on the machine";
      case SIGNALLED + 15 -> "ended by SIGTERM";
      default ->
          code > SIGNALLED ? "ended by signal " + (code - SIGNALLED) : "it failed; see its stderr";
    };
  }
}
