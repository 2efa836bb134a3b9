package io.stoker.spark.jar;

import java.util.Map;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Says in the driver's log where a program ends its JVM before its main has returned. The exit code
 * reaches the platform by the node; nobody in the JVM can see it.
 */
final class ExitWatch {
  private static final Logger LOG = LoggerFactory.getLogger(ExitWatch.class);

  private final UserCode code;
  private volatile boolean over;

  private ExitWatch(UserCode code) {
    this.code = code;
  }

  static ExitWatch begin(UserCode code) {
    ExitWatch watch = new ExitWatch(code);
    Runtime.getRuntime().addShutdownHook(new Thread(watch::look, "stoker-exit-watch"));
    return watch;
  }

  /** The program's main has ended by itself. */
  void end() {
    over = true;
  }

  private void look() {
    if (over) {
      return;
    }
    for (Map.Entry<Thread, StackTraceElement[]> thread : Thread.getAllStackTraces().entrySet()) {
      if (isExiting(thread.getValue())) {
        code.place(thread.getValue())
            .ifPresent(
                place ->
                    LOG.error(
                        "The program ended the JVM in {} before its main had returned: nothing is"
                            + " committed",
                        place));
      }
    }
  }

  private static boolean isExiting(StackTraceElement[] stack) {
    return Stream.of(stack)
        .anyMatch(
            frame ->
                frame.getClassName().equals("java.lang.Runtime")
                    && frame.getMethodName().equals("exit"));
  }
}
