package io.stoker.spark.python;

/** Processes of Python that this JVM has started. */
final class Interpreters {
  private Interpreters() {}

  /**
   * They go when this JVM does, whyever that is: a program without its driver would go on for
   * nothing. Should the JVM be killed, its node ends what it has started.
   */
  static void endWithThisJvm() {
    Runtime.getRuntime().addShutdownHook(new Thread(Interpreters::end, "stoker-python-end"));
  }

  private static void end() {
    ProcessHandle.current().descendants().forEach(ProcessHandle::destroyForcibly);
  }
}
