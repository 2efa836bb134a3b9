package io.stoker.schedule;

/**
 * What becomes of nominal times that nobody looked at in time: as many of the newest as it says get
 * their runs late, the others are skipped.
 */
public record CatchUp(Policy policy, int max) {
  static final int MOST = 100;

  /** As users know it. */
  public enum Policy {
    NONE,
    /** The newest one. */
    LAST,
    ALL
  }

  static CatchUp none() {
    return new CatchUp(Policy.NONE, 0);
  }

  static CatchUp last() {
    return new CatchUp(Policy.LAST, 1);
  }

  static CatchUp all(int max) {
    return new CatchUp(Policy.ALL, max);
  }
}
