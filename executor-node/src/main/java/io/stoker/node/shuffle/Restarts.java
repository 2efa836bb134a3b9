package io.stoker.node.shuffle;

import java.time.Duration;

/** When a process that died is started again: at once, but later and later if it always dies. */
final class Restarts {
  /** Who lives so long has started well. */
  private static final Duration WELL = Duration.ofSeconds(10);

  private static final Duration LONGEST = Duration.ofSeconds(15);

  /** So many deaths in a row are not a mishap. */
  private static final int MISHAPS = 2;

  private int failures;
  private long startedAt;
  private long endedAt;

  void started() {
    startedAt = System.nanoTime();
  }

  /** Whether it has lived long enough to be called well. */
  boolean isWell() {
    return System.nanoTime() - startedAt > WELL.toNanos();
  }

  void well() {
    failures = 0;
  }

  void failed() {
    failures++;
    endedAt = System.nanoTime();
  }

  boolean isMishap() {
    return failures <= MISHAPS;
  }

  int failures() {
    return failures;
  }

  boolean isDue() {
    return failures <= 1 || System.nanoTime() - endedAt > pause().toNanos();
  }

  private Duration pause() {
    Duration pause = Duration.ofMillis(500L << Math.min(failures, 10));
    return pause.compareTo(LONGEST) < 0 ? pause : LONGEST;
  }
}
