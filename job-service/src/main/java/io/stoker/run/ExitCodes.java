package io.stoker.run;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Exit codes of Spark's processes in words. */
final class ExitCodes {
  private static final int SIGNALLED = 128;
  private static final int KILLED = SIGNALLED + 9;

  /** Linux's numbers. */
  private static final Map<Integer, String> SIGNALS =
      Map.of(
          1, "SIGHUP",
          2, "SIGINT",
          3, "SIGQUIT",
          4, "SIGILL",
          6, "SIGABRT",
          7, "SIGBUS",
          8, "SIGFPE",
          9, "SIGKILL",
          11, "SIGSEGV",
          15, "SIGTERM");

  /** Spark's (SparkExitCode, ExecutorExitCode) and those of shells. */
  private static final Map<Integer, String> MEANINGS =
      Map.of(
          50, "an uncaught exception",
          51, "an uncaught exception while handling another",
          52, "out of memory: give it more",
          53, "no local directory could be made",
          56, "it lost its driver",
          126, "its command could not be executed",
          127, "its command was not found");

  private ExitCodes() {}

  /** As {@code ended with exit code 1} or {@code was ended by SIGKILL (exit code 137)}. */
  static String spelled(int code) {
    String signal = signal(code);
    if (signal != null) {
      String hint =
          code == KILLED ? "; a machine short of memory does that to its largest process" : "";
      return "was ended by " + signal + " (exit code " + code + ")" + hint;
    }
    String meaning = MEANINGS.get(code);
    return "ended with exit code " + code + (meaning == null ? "" : " (" + meaning + ")");
  }

  /** Whether neither a signal nor Spark or a shell is known to be behind it. */
  static boolean isPlain(int code) {
    return signal(code) == null && !MEANINGS.containsKey(code);
  }

  private static @Nullable String signal(int code) {
    int number = code - SIGNALLED;
    return number > 0 ? SIGNALS.getOrDefault(number, "signal " + number) : null;
  }
}
