package io.stoker.spark.platform;

import java.util.concurrent.ThreadLocalRandom;

/** Growing pauses between tries, with jitter so that many drivers don't return as one wave. */
public final class Backoff {
  private static final long FIRST_MILLIS = 200;
  private static final long LONGEST_MILLIS = 5_000;

  private long next = FIRST_MILLIS;

  public void reset() {
    next = FIRST_MILLIS;
  }

  /** Waits; an interrupt ends the wait and stays visible to the caller. */
  public void pause() {
    long millis = next / 2 + ThreadLocalRandom.current().nextLong(next / 2 + 1);
    next = Math.min(2 * next, LONGEST_MILLIS);
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
