package io.stoker.spark.progress;

import io.stoker.spark.memory.MemoryReporter;
import io.stoker.spark.platform.FencedException;
import io.stoker.spark.platform.PlatformClient;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends progress from one thread, once a second. A second without news is sent too: it is a sign of
 * life, and tells a reader that the counts are still true.
 */
public final class ProgressReporter implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ProgressReporter.class);
  private static final Duration TICK = Duration.ofSeconds(1);
  private static final long FLUSH_SECONDS = 20;

  private final PlatformClient platform;
  private final ProgressListener listener;
  private final MemoryReporter memory;
  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread made = new Thread(task, "stoker-progress");
            made.setDaemon(true);
            return made;
          });
  private long number;

  public ProgressReporter(
      PlatformClient platform, ProgressListener listener, MemoryReporter memory) {
    this.platform = platform;
    this.listener = listener;
    this.memory = memory;
  }

  public void start() {
    var unused =
        thread.scheduleWithFixedDelay(() -> send(false), 0, TICK.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** Sends what is known now, in one try: what follows repeats itself until it is heard. */
  public void flush() {
    Future<?> sent = thread.submit(() -> send(true));
    try {
      sent.get(FLUSH_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException e) {
      LOG.warn("The last progress was not sent: {}", e.toString());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void send(boolean last) {
    sendProgress();
    memory.tick(last);
  }

  private void sendProgress() {
    try {
      platform.progress(listener.show(++number));
    } catch (IOException e) {
      LOG.warn("Progress was not sent, trying again: {}", e.toString());
    } catch (FencedException e) {
      LOG.debug("Fenced, stopping", e);
    } catch (RuntimeException e) {
      // A throw would end the schedule and with it the sign of life.
      LOG.error("Progress was not accepted", e);
    }
  }

  @Override
  public void close() {
    thread.shutdownNow();
  }
}
