package io.stoker.contract.ui;

import java.util.HashMap;
import java.util.Map;
import java.util.UUID;

/**
 * How many at once read the pages of one process: one that hangs, or whose reader is slow, leaves
 * the others theirs. Nothing is kept of a process that nobody reads.
 */
public final class Shares {
  /** A browser asks for six at once. */
  private static final int MOST = 8;

  private final Map<UUID, Integer> taken = new HashMap<>();

  /** False when as many read it as may; does not wait. */
  public synchronized boolean take(UUID process) {
    int now = taken.getOrDefault(process, 0);
    if (now >= MOST) {
      return false;
    }
    taken.put(process, now + 1);
    return true;
  }

  /** After what {@link #take} has allowed. */
  public synchronized void giveBack(UUID process) {
    taken.computeIfPresent(process, (id, now) -> now == 1 ? null : now - 1);
  }
}
