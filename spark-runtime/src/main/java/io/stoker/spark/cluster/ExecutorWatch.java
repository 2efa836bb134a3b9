package io.stoker.spark.cluster;

import io.stoker.contract.driver.AttemptExecutors;
import io.stoker.contract.driver.AttemptExecutors.Executor;
import io.stoker.spark.platform.Backoff;
import io.stoker.spark.platform.FencedException;
import io.stoker.spark.platform.PlatformClient;
import io.stoker.spark.platform.SelfStop;
import java.io.IOException;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hears from the platform how executors end and which to let go, on a thread of its own, and tells
 * each once. The same channel brings racks of hosts, and the order to stop.
 */
final class ExecutorWatch implements Runnable {
  private static final Logger LOG = LoggerFactory.getLogger(ExecutorWatch.class);

  private final PlatformClient platform;
  private final Consumer<Map<String, String>> racks;
  private final Consumer<Executor> ended;
  private final Leaving leaving;
  private final Set<Integer> told = new HashSet<>();
  private final CountDownLatch first = new CountDownLatch(1);
  private long version = -1; // of none, so that the first answer comes at once
  private boolean stopped;

  ExecutorWatch(
      PlatformClient platform,
      Consumer<Map<String, String>> racks,
      Consumer<Executor> ended,
      Leaving leaving) {
    this.platform = platform;
    this.racks = racks;
    this.ended = ended;
    this.leaving = leaving;
  }

  @Override
  public void run() {
    Backoff backoff = new Backoff();
    while (!stopped && !Thread.currentThread().isInterrupted()) {
      try {
        look(platform.executors(version));
        backoff.reset();
      } catch (IOException e) {
        LOG.warn("The platform was not heard, trying again: {}", e.toString());
        backoff.pause();
      } catch (FencedException e) {
        return;
      } catch (RuntimeException e) {
        LOG.error("Cannot understand what the platform says of the executors", e);
        backoff.pause();
      }
    }
  }

  /** Waits for the platform's first word, at most so long. */
  void awaitFirst(long millis) {
    try {
      if (!first.await(millis, TimeUnit.MILLISECONDS)) {
        LOG.warn("The platform says nothing yet; the first stages may not know any rack");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void look(AttemptExecutors executors) {
    boolean ofEarlier = version < 0; // what is over now was an earlier context's of this program
    version = executors.version();
    racks.accept(Objects.requireNonNullElse(executors.racks(), Map.of()));
    first.countDown();
    if (executors.stop() != null) {
      // The platform answers at once from now on: asking again would only be noise.
      stopped = true;
      platform.stopDriver(SelfStop.TOLD_TO_STOP, "The platform says: " + executors.stop());
    }
    leaving.letGo(executors.executors());
    for (Executor executor : executors.executors()) {
      if (isOver(executor) && told.add(executor.id()) && !ofEarlier) {
        ended.accept(executor);
      }
    }
    leaving.forgetHosts(executors.executors());
  }

  static boolean isOver(Executor executor) {
    return "EXITED".equals(executor.state()) || "LOST".equals(executor.state());
  }
}
