package io.stoker.run;

import io.stoker.cluster.ProcessExit;
import java.util.Map;

/** What the end of a driver that has neither committed nor said why means for its attempt. */
final class DriverEndings {
  private static final String SEE_LOG = " The driver's log says more.";

  /** Linux's numbers. */
  private static final Map<Integer, String> SIGNALS =
      Map.of(
          1, "SIGHUP", 2, "SIGINT", 3, "SIGQUIT", 4, "SIGILL", 6, "SIGABRT", 7, "SIGBUS", 8,
          "SIGFPE", 9, "SIGKILL", 11, "SIGSEGV", 15, "SIGTERM");

  /** Spark's own codes (SparkExitCode, ExecutorExitCode) and those of shells. */
  private static final Map<Integer, String> CODES =
      Map.of(
          50, "an uncaught exception",
          51, "an uncaught exception while handling another",
          52, "out of memory: raise driver.memory",
          126, "its command could not be executed",
          127, "its command was not found");

  private DriverEndings() {}

  static AttemptEnd of(ProcessExit exit, String node) {
    return switch (exit.cause()) {
      case ProcessExit.START_FAILED ->
          failed(
              Reason.DRIVER_START_FAILED,
              "The driver could not be started on "
                  + node
                  + ": "
                  + text(exit)
                  + "."
                  + " Another attempt may find a better node.");
      case ProcessExit.LOST ->
          new AttemptEnd(
              AttemptState.LOST,
              new Reason(
                  Reason.NODE_LOST, "The driver on " + node + " is lost" + detail(exit) + "."),
              true);
      default -> exited(exit, node);
    };
  }

  private static AttemptEnd exited(ProcessExit exit, String node) {
    Integer code = exit.code();
    if (code == null) {
      return failed(
          Reason.DRIVER_EXITED,
          "The driver on "
              + node
              + " ended with an unknown exit code"
              + detail(exit)
              + "."
              + SEE_LOG);
    }
    if (code == 0) {
      // it would do the same again
      return new AttemptEnd(
          AttemptState.FAILED,
          new Reason(
              Reason.EXITED_WITHOUT_COMMIT,
              "The driver on "
                  + node
                  + " ended with exit code 0 without committing a result."
                  + " A program must not end the JVM itself."
                  + SEE_LOG),
          false);
    }
    return failed(
        Reason.DRIVER_EXITED, "The driver on " + node + " " + spelled(code) + "." + SEE_LOG);
  }

  private static String spelled(int code) {
    String signal = code > 128 ? SIGNALS.getOrDefault(code - 128, "signal " + (code - 128)) : null;
    if (signal == null) {
      String meaning = CODES.get(code);
      return "ended with exit code " + code + (meaning == null ? "" : " (" + meaning + ")");
    }
    String hint = code == 137 ? "; a machine short of memory does that to its largest process" : "";
    return "was ended by " + signal + " (exit code " + code + ")" + hint;
  }

  private static AttemptEnd failed(String code, String message) {
    return new AttemptEnd(AttemptState.FAILED, new Reason(code, message), true);
  }

  private static String text(ProcessExit exit) {
    String message = exit.message();
    return message == null ? "its node gave no reason" : message;
  }

  private static String detail(ProcessExit exit) {
    String message = exit.message();
    return message == null ? "" : " (" + message + ")";
  }
}
