package io.stoker.spark.history;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Whether a file is touched no more. Only that its time changes counts, not what it says: clocks
 * may be set.
 */
record Silence(Path file, Duration longest) {
  private static final long LOOK_EVERY = 1000;

  /** Returns once the file has been left alone for so long. */
  void await() throws InterruptedException {
    Object seen = look();
    long since = System.nanoTime();
    while (System.nanoTime() - since < longest.toNanos()) {
      Thread.sleep(LOOK_EVERY);
      Object now = look();
      if (now != null && !now.equals(seen)) {
        seen = now;
        since = System.nanoTime();
      }
    }
  }

  private @Nullable Object look() {
    try {
      return Files.getLastModifiedTime(file);
    } catch (IOException e) {
      return null;
    }
  }
}
