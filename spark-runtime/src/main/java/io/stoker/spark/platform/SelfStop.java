package io.stoker.spark.platform;

/** Ends this driver because it may no longer work for its attempt. */
@FunctionalInterface
public interface SelfStop {

  /** Exit code of a driver that the platform has replaced. */
  int FENCED = 77;

  /** Exit code of a driver that the platform told to stop. */
  int TOLD_TO_STOP = 78;

  /** Exit code of a driver that heard nothing from the platform for too long. */
  int PLATFORM_SILENT = 79;

  /** Exit code of a driver whose executors keep dying. */
  int CRASH_LOOP = 80;

  /** Exit code of a driver whose demand for executors is none that the platform could meet. */
  int EXECUTORS_REFUSED = 81;

  /** Begins the end and returns at once; whatever the driver still says is refused anyway. */
  void stop(int exitCode, String why);
}
