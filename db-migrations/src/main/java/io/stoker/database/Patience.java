package io.stoker.database;

import java.time.Duration;
import java.util.function.BooleanSupplier;

/** Waits for something outside this JVM that sends no signal when it happens. */
final class Patience {
  private static final long STEP_MILLIS = 20;

  private Patience() {}

  /** Returns whether the condition became true in time. */
  static boolean until(BooleanSupplier condition, Duration longest) {
    long deadline = System.nanoTime() + longest.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() - deadline > 0) {
        return false;
      }
      try {
        Thread.sleep(STEP_MILLIS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new DatabaseException("Interrupted while waiting for PostgreSQL", e);
      }
    }
    return true;
  }
}
