package io.stoker.cli.machine;

import java.time.Duration;

/** Waits for something outside this JVM that sends no signal when it happens. */
final class Waiting {
  private static final Duration STEP = Duration.ofMillis(100);

  private Waiting() {}

  /** Something that must be looked at again and again. */
  interface Condition {
    boolean holds() throws InterruptedException;
  }

  /** Returns whether the condition became true in time. */
  static boolean until(Condition condition, Duration longest) throws InterruptedException {
    long deadline = System.nanoTime() + longest.toNanos();
    while (!condition.holds()) {
      if (System.nanoTime() - deadline > 0) {
        return false;
      }
      Thread.sleep(STEP.toMillis());
    }
    return true;
  }
}
