package io.stoker.cluster;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The order to empty a node.
 *
 * @param secondsLeft of uptime until what is left is ended; null when it is waited for
 * @param untilStart whether the node's next start takes the order back
 */
public record Drain(
    @Nullable String reason,
    Drivers drivers,
    Instant startedAt,
    @Nullable Long secondsLeft,
    boolean untilStart) {

  /** What becomes of drivers on the node. */
  public enum Drivers {
    /** Their runs go on to their end there. */
    WAIT,
    /** Runs that may have another attempt get it elsewhere at once. */
    MOVE
  }

  /**
   * What somebody orders.
   *
   * @param deadlineTicks seconds of uptime until what is left is ended; null to wait for it
   * @param untilStart whether the node's next start takes the order back
   */
  public record Order(
      @Nullable String reason,
      Drivers drivers,
      @Nullable Integer deadlineTicks,
      boolean untilStart) {}
}
