package io.stoker.node.platform;

import java.time.Duration;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Whether another who speaks as this node may still turn out to be this node as it was before its
 * machine was restarted or its home was moved. That one is heard no more, so the time until the
 * platform gives it up only shrinks; one that is heard anew is somebody else. One that is at this
 * node's address may be gone soon, too.
 */
final class InUse {
  private final Duration atLeast;
  private final LongSupplier nanoTime;
  private @Nullable Long since;
  private long left = Long.MAX_VALUE;
  private boolean heardAnew;

  /**
   * Nobody is known to speak as this node yet.
   *
   * @param atLeast how long one refusal after the other may be this node's own doing. In its first
   *     half a last word of the former service may still arrive
   */
  InUse(Duration atLeast, LongSupplier nanoTime) {
    this.atLeast = atLeast;
    this.nanoTime = nanoTime;
  }

  /** Takes a refusal, and says whether it may pass by itself. */
  boolean mayPass(Reply.Refused<?> refused) {
    if (!refused.mayPass()) {
      return false;
    }
    long now = nanoTime.getAsLong();
    if (since == null) {
      since = now;
    }
    Long seconds = refused.retryAfter();
    heardAnew |= now - since >= atLeast.toNanos() / 2 && (seconds == null || seconds > left);
    left = seconds == null ? Long.MAX_VALUE : seconds;
    return !heardAnew || now - since < atLeast.toNanos();
  }
}
