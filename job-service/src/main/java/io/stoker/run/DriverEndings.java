package io.stoker.run;

import io.stoker.cluster.ProcessExit;

/** What the end of a driver that has neither committed nor said why means for its attempt. */
final class DriverEndings {
  private static final String START_FAILED =
      "The driver could not be started on %s: %s. Another attempt may find a better node.";

  private static final String SPARK_HOME =
      "The job's sparkHome on %s: %s. Name a directory with the jars/ of a Spark that runs the"
          + " job's program, on every node that may get the driver (driver.nodeSelector), or leave"
          + " sparkHome out.";

  private static final String MASTER_SECRET =
      "The secret of the job's master on %s: %s. Correct the job's master, or the file that"
          + " stoker.node.master-secrets of that node names.";

  private static final String STOPPED = "The driver on %s was ended by its node: %s.";

  private static final String LOST = "The driver on %s is lost: %s.";

  private static final String UNKNOWN =
      "The driver on %s ended, but its exit code is unknown: %s. Its log may say more.";

  private static final String WITHOUT_COMMIT =
      "The driver on %s ended with exit code 0 before a result was committed: the program called"
          + " System.exit. Let its main return instead. The driver's log names the place.";

  private static final String OUT_OF_MEMORY =
      "The driver on %s ran out of heap memory. Keep less in the driver, as by writing rows instead"
          + " of collecting them, or raise driver.memory.";

  private static final String MEMORY = "The driver on %s took more memory than it owns: %s.";

  /** A node tells Sparks apart, the platform knows only that the job names one. */
  private static final String WATCHER =
      " It ran from the job's sparkHome: unless that is Spark 4, a JVM of Stoker's beside it takes up"
          + " to 250 MiB of what it owns, so such a job needs spark.driver.memoryOverhead.";

  private static final String MACHINE_MEMORY =
      "The driver on %s was ended for want of memory on its machine: %s. Another attempt may find a"
          + " better node.";

  private static final String BY_PROGRAM =
      "The driver on %s %s before a result was committed: the program called System.exit, or its"
          + " JVM could not start. Its log says more.";

  private static final String EXITED = "The driver on %s %s. Its log says more.";

  private DriverEndings() {}

  /**
   * @param node by its name
   * @param fromSparkHome whether its job names the Spark that it ran from
   */
  static AttemptEnd of(ProcessExit exit, String node, boolean fromSparkHome) {
    return switch (exit.cause()) {
      case ProcessExit.START_FAILED ->
          failed(Reason.DRIVER_START_FAILED, START_FAILED.formatted(node, told(exit)));
      case ProcessExit.SPARK_HOME_INVALID ->
          failed(ProcessExit.SPARK_HOME_INVALID, SPARK_HOME.formatted(node, told(exit)));
      case ProcessExit.MASTER_SECRET_UNUSABLE ->
          failed(ProcessExit.MASTER_SECRET_UNUSABLE, MASTER_SECRET.formatted(node, told(exit)));
      case ProcessExit.LOST -> lost(Reason.DRIVER_LOST, exit, node);
      case ProcessExit.NODE_LOST -> lost(Reason.NODE_LOST, exit, node);
      case ProcessExit.STOPPED -> failed(Reason.DRIVER_EXITED, STOPPED.formatted(node, told(exit)));
      // the same program needs the same memory again
      case ProcessExit.OUT_OF_MEMORY ->
          new AttemptEnd(
              AttemptState.FAILED,
              new Reason(Reason.DRIVER_OOM, OUT_OF_MEMORY.formatted(node)),
              false);
      // and so does what it holds outside of the heap
      case ProcessExit.MEMORY_LIMIT ->
          new AttemptEnd(
              AttemptState.FAILED,
              new Reason(
                  Reason.DRIVER_MEMORY_LIMIT,
                  MEMORY.formatted(node, told(exit)) + (fromSparkHome ? WATCHER : "")),
              false);
      // it did nothing wrong
      case ProcessExit.MACHINE_MEMORY ->
          failed(ProcessExit.MACHINE_MEMORY, MACHINE_MEMORY.formatted(node, told(exit)));
      default -> exited(exit, node);
    };
  }

  private static AttemptEnd lost(String code, ProcessExit exit, String node) {
    return new AttemptEnd(
        AttemptState.LOST, new Reason(code, LOST.formatted(node, told(exit))), true);
  }

  private static AttemptEnd exited(ProcessExit exit, String node) {
    Integer code = exit.code();
    if (code == null) {
      return failed(Reason.DRIVER_EXITED, UNKNOWN.formatted(node, told(exit)));
    }
    if (code == 0) {
      // it would do the same again
      return new AttemptEnd(
          AttemptState.FAILED,
          new Reason(Reason.EXITED_WITHOUT_COMMIT, WITHOUT_COMMIT.formatted(node)),
          false);
    }
    String ended = ExitCodes.spelled(code);
    return failed(
        Reason.DRIVER_EXITED,
        ExitCodes.isPlain(code)
            ? BY_PROGRAM.formatted(node, ended)
            : EXITED.formatted(node, ended));
  }

  private static AttemptEnd failed(String code, String message) {
    return new AttemptEnd(AttemptState.FAILED, new Reason(code, message), true);
  }

  /** What the node says of it, without a full stop. */
  private static String told(ProcessExit exit) {
    String message = exit.message();
    if (message == null) {
      return "its node does not say why";
    }
    return message.endsWith(".") ? message.substring(0, message.length() - 1) : message;
  }
}
