package io.stoker.cluster;

import java.time.Duration;
import java.util.function.BooleanSupplier;

/** Wakes waiting threads of every server when something has changed in the database. */
public class Signals {

  /** Wakes the waiters of a topic once the caller's transaction has committed. */
  public void notify(String topic) {
    throw new UnsupportedOperationException();
  }

  /**
   * Waits until a condition holds; it is looked at when the topic is notified and at least once a
   * second. No database connection is held meanwhile.
   *
   * @return whether it held before the time was over
   */
  public boolean await(String topic, BooleanSupplier condition, Duration atMost) {
    throw new UnsupportedOperationException();
  }
}
