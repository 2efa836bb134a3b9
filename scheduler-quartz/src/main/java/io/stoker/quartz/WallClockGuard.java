package io.stoker.quartz;

import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Notices that the wall clock was set back. Quartz counts in wall time, so a step of an hour would
 * let every duty sleep for an hour.
 */
final class WallClockGuard {
  private static final long TOLERATED_MILLIS = Duration.ofSeconds(1).toMillis();

  private final InstantSource wall;
  private final LongSupplier monotonicNanos;
  private final Runnable setBack;
  private long offset;

  WallClockGuard(InstantSource wall, LongSupplier monotonicNanos, Runnable setBack) {
    this.wall = wall;
    this.monotonicNanos = monotonicNanos;
    this.setBack = setBack;
    this.offset = currentOffset();
  }

  /** Looks once a second until the executor is shut down. */
  static ScheduledExecutorService watch(Runnable setBack) {
    var guard = new WallClockGuard(InstantSource.system(), System::nanoTime, setBack);
    ScheduledExecutorService executor =
        Executors.newSingleThreadScheduledExecutor(
            task -> {
              var thread = new Thread(task, "wall-clock-guard");
              thread.setDaemon(true);
              return thread;
            });
    var unused = executor.scheduleWithFixedDelay(guard::look, 1, 1, TimeUnit.SECONDS);
    return executor;
  }

  void look() {
    long now = currentOffset();
    boolean back = now < offset - TOLERATED_MILLIS;
    offset = now;
    if (back) {
      setBack.run();
    }
  }

  private long currentOffset() {
    return wall.millis() - TimeUnit.NANOSECONDS.toMillis(monotonicNanos.getAsLong());
  }
}
