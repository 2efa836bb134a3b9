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
  public static final int OF_A_RUN = 8;

  /** Of what shows all runs, to several people. */
  public static final int OF_ALL_RUNS = 20;

  private final int most;
  private final Map<UUID, Integer> taken = new HashMap<>();

  public Shares(int most) {
    this.most = most;
  }

  /** False when as many read it as may; does not wait. */
  public synchronized boolean take(UUID process) {
    int now = taken.getOrDefault(process, 0);
    if (now >= most) {
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
