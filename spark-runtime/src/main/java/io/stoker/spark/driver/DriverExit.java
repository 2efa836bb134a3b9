package io.stoker.spark.driver;

import io.stoker.spark.platform.SelfStop;

/** The end of a driver's JVM: with its shutdown hooks, but never held up by them for long. */
public final class DriverExit {
  private static final long HOOKS_MILLIS = 15_000;

  private DriverExit() {}

  /** Exits, also when user code left threads behind or a hook hangs. */
  public static void exit(int code) {
    daemon(
        "stoker-exit-guard",
        () -> {
          pause();
          Runtime.getRuntime().halt(code);
        });
    System.exit(code);
  }

  /** A way to stop that returns at once, so that the caller's locks cannot hold up the end. */
  public static SelfStop selfStop() {
    return (code, why) -> daemon("stoker-exit", () -> exit(code));
  }

  private static void daemon(String name, Runnable task) {
    Thread thread = new Thread(task, name);
    thread.setDaemon(true);
    thread.start();
  }

  private static void pause() {
    try {
      Thread.sleep(HOOKS_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
