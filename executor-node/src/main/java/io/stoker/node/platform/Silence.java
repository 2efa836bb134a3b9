package io.stoker.node.platform;

import java.time.Duration;
import java.util.function.LongSupplier;

/** How long nothing was heard from the platform, by a clock that nobody can set. */
public final class Silence {
  private final LongSupplier nanoTime;
  private volatile long heardAt;

  public Silence(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
    this.heardAt = nanoTime.getAsLong();
  }

  /** A server accepted a call of this node. */
  public void heard() {
    heardAt = nanoTime.getAsLong();
  }

  public boolean exceeds(Duration limit) {
    return nanoTime.getAsLong() - heardAt > limit.toNanos();
  }
}
