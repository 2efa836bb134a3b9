package io.stoker.allocation;

import io.stoker.cluster.Signals;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/** Makes placing prompt: runs a pass as soon as something that matters to it has changed. */
@Component
class AllocationWaker implements SmartLifecycle {
  private static final Logger log = LoggerFactory.getLogger(AllocationWaker.class);
  private static final String TOPIC = "allocation";
  private static final Duration LOOK = Duration.ofSeconds(1);

  private final AllocationPass pass;
  private final Signals signals;
  private volatile @Nullable Thread thread;

  AllocationWaker(AllocationPass pass, Signals signals) {
    this.pass = pass;
    this.signals = signals;
  }

  @Override
  public void start() {
    Thread started = new Thread(this::run, "allocation");
    started.setDaemon(true);
    thread = started;
    started.start();
  }

  @Override
  public void stop() {
    Thread running = thread;
    thread = null;
    if (running != null) {
      try {
        running.join(LOOK.multipliedBy(10).toMillis());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  @Override
  public boolean isRunning() {
    return thread != null;
  }

  private void run() {
    try (Signals.Watch watch = signals.watch(TOPIC)) {
      while (thread == Thread.currentThread()) {
        if (watch.next(LOOK)) {
          pass();
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** A failed pass has changed nothing, and the next one comes within a second. */
  private void pass() {
    try {
      pass.run();
    } catch (RuntimeException e) {
      log.warn("An allocation pass failed and will be repeated", e);
    }
  }
}
