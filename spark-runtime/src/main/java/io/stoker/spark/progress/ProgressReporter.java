package io.stoker.spark.progress;

import io.stoker.spark.memory.MemoryReporter;
import io.stoker.spark.platform.FencedException;
import io.stoker.spark.platform.PlatformClient;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends progress from one thread, once a second. A second without news is sent too: it is a sign of
 * life, and tells a reader that the counts are still true.
 */
public final class ProgressReporter implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ProgressReporter.class);
  private static final Duration TICK = Duration.ofSeconds(1);

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
        thread.scheduleWithFixedDelay(this::send, 0, TICK.toMillis(), TimeUnit.MILLISECONDS);
  }

  /**
   * Returns when the platform has heard what is known now, however long it is away: nothing is
   * taken after the commit that follows. An attempt that was given up gets a {@link
   * FencedException}.
   */
  public void flush() {
    try {
      thread.submit(this::sendLast).get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof FencedException fenced) {
        throw fenced;
      }
      LOG.error("The last progress was not accepted", e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void sendLast() {
    platform.lastProgress(listener.show(++number));
    memory.tick(true);
  }

  private void send() {
    sendProgress();
    memory.tick(false);
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
