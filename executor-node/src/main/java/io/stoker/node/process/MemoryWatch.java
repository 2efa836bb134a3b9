package io.stoker.node.process;

import io.stoker.launcher.process.ResidentMemory;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Looks every few seconds at how much memory a process holds; remembers it when it has ended. */
final class MemoryWatch {
  private static final long EVERY_NANOS = Duration.ofSeconds(5).toNanos();

  private @Nullable ResidentMemory last;
  private long lookedAt;

  /** The last look, and a new one when that is due. */
  synchronized @Nullable ResidentMemory look(@Nullable Long pid) {
    long now = System.nanoTime();
    if (pid != null && (last == null || now - lookedAt >= EVERY_NANOS)) {
      lookedAt = now;
      ResidentMemory.of(pid).ifPresent(seen -> last = seen);
    }
    return last;
  }
}
