package io.stoker.spark.history;

import io.stoker.contract.ui.UiRead;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether this process still answers. Who reads its pages cannot tell one that hangs from one that
 * reads a large log, and would wait for it for ever; once it has ended, the next request starts
 * another.
 */
final class OwnPages {
  /** Of those that it has for itself: it takes no log. */
  private static final String PAGE = "/static/webui.js";

  private static final Logger LOG = LoggerFactory.getLogger(OwnPages.class);
  private static final int NONE_YET = 0;

  private final Limits limits;
  private final AtomicInteger port = new AtomicInteger(NONE_YET);

  OwnPages(Limits limits) {
    this.limits = limits;
  }

  /**
   * How long it is waited for.
   *
   * @param start within which it must listen
   * @param every pause between two looks
   * @param patience for the answer to one
   * @param failures so many in a row are too many
   */
  record Limits(Duration start, Duration every, Duration patience, int failures) {
    /** A log that fills the heap stops all else for some seconds, not for a minute. */
    static final Limits DEFAULTS =
        new Limits(Duration.ofMinutes(2), Duration.ofSeconds(10), Duration.ofSeconds(10), 6);
  }

  /** It listens from now on. */
  void areAt(int bound) {
    port.set(bound);
  }

  /**
   * Looks at them in a thread of its own.
   *
   * @param end what to do, once, when they are not there
   */
  void watch(Runnable end) {
    Thread thread =
        new Thread(
            () -> {
              try {
                LOG.error("It ends itself: {}", untilMissing());
                end.run();
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            },
            "stoker-own-pages");
    thread.setDaemon(true);
    thread.start();
  }

  private String untilMissing() throws InterruptedException {
    long began = System.nanoTime();
    String last = "";
    int failed = 0;
    while (failed < limits.failures()) {
      Thread.sleep(limits.every().toMillis());
      if (port.get() != NONE_YET) {
        last = look();
        failed = last.isEmpty() ? 0 : failed + 1;
      } else if (System.nanoTime() - began > limits.start().toNanos()) {
        return "it did not listen within %d s. Does the storage answer?"
            .formatted(limits.start().toSeconds());
      }
    }
    return "it did not answer itself %d times in a row (%s)".formatted(failed, last);
  }

  /** Empty when it answers, whatever it says; else why not. */
  private String look() {
    URI page = URI.create("http://127.0.0.1:" + port.get() + PAGE);
    try (UiRead read = UiRead.of("GET", page, Map.of(), limits.patience())) {
      LOG.debug("{} from {}", read.status(), page);
      return "";
    } catch (IOException e) {
      return e.toString();
    }
  }
}
