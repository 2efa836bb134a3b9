package io.stoker.spark;

import java.util.concurrent.atomic.AtomicBoolean;

/** Called from SQL: fails one task in its middle, once. */
public final class FailsOnce {
  private static final AtomicBoolean ARMED = new AtomicBoolean();

  private FailsOnce() {}

  static void arm() {
    ARMED.set(true);
  }

  static boolean hasFailed() {
    return !ARMED.get();
  }

  /** Returns ok, but for the first call with 150. */
  public static String at(String id) {
    if (id.equals("150") && ARMED.compareAndSet(true, false)) {
      throw new IllegalStateException("the first try fails");
    }
    return "ok";
  }
}
