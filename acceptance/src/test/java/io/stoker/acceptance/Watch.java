package io.stoker.acceptance;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Looks again and again on a thread of its own while a test does something else. */
final class Watch<T> implements AutoCloseable {
  private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor();
  private final List<T> seen = new CopyOnWriteArrayList<>();
  private final List<Exception> failures = new CopyOnWriteArrayList<>();

  private Watch() {}

  static <T> Watch<T> every(Duration pause, Callable<T> look) {
    Watch<T> watch = new Watch<>();
    var unused = // a failing look is kept by note, and nobody cancels
        watch.thread.scheduleWithFixedDelay(
            () -> watch.note(look), 0, pause.toMillis(), TimeUnit.MILLISECONDS);
    return watch;
  }

  private void note(Callable<T> look) {
    try {
      seen.add(look.call());
    } catch (Exception e) {
      failures.add(e);
    }
  }

  /** Stops looking; everything seen, in order. A look that failed fails here. */
  List<T> stop() {
    close();
    if (!failures.isEmpty()) {
      throw new AssertionError(failures.size() + " looks failed", failures.get(0));
    }
    return List.copyOf(seen);
  }

  @Override
  public void close() {
    thread.shutdown();
    try {
      if (!thread.awaitTermination(1, TimeUnit.MINUTES)) {
        throw new IllegalStateException("a look hangs");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
