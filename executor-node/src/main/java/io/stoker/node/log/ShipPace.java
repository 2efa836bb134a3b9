package io.stoker.node.log;

import java.time.Duration;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * When what a stream has is worth a message. Each message becomes a file in the storage, so it is
 * not each line: much at once, little after a while, which is longer for a stream that has been
 * written for long, and short for one that somebody reads. For one thread.
 */
final class ShipPace {
  /** Bytes that do not wait. */
  static final long ENOUGH = 256 << 10;

  private static final Duration FOLLOWED = Duration.ofSeconds(2);
  private static final Duration SHORTEST = Duration.ofSeconds(5);
  private static final Duration LONGEST = Duration.ofSeconds(30);

  /** A stream waits for at most this part of its age. */
  private static final int PART = 60;

  private final LongSupplier nanoTime;
  private final long begun;
  private @Nullable Long sentAt;

  ShipPace(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
    this.begun = nanoTime.getAsLong();
  }

  /** Whether so many bytes are to be sent now; the first ones are at once. */
  boolean isDue(long waiting, boolean followed) {
    return waiting > 0 && (waiting >= ENOUGH || sentAt == null || since(sentAt) >= pause(followed));
  }

  void sent() {
    sentAt = nanoTime.getAsLong();
  }

  private long pause(boolean followed) {
    return followed
        ? FOLLOWED.toNanos()
        : Math.max(SHORTEST.toNanos(), Math.min(LONGEST.toNanos(), since(begun) / PART));
  }

  private long since(long then) {
    return nanoTime.getAsLong() - then;
  }
}
