package io.stoker.quartz;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Logs a duty's failures once per change, and where it happened only at the first: an outage of an
 * hour, in which every duty fails in several ways, is a few lines and not thousands.
 */
final class FailureLog {
  private static final Logger log = LoggerFactory.getLogger(FailureLog.class);

  private final String duty;
  private @Nullable String last;

  FailureLog(String duty) {
    this.duty = duty;
  }

  synchronized void failed(Throwable failure) {
    String now = failure.toString();
    if (last == null) {
      log.warn("Duty {} fails; it is tried again at its next time", duty, failure);
    } else if (!now.equals(last)) {
      log.warn("Duty {} still fails: {}", duty, now);
    }
    last = now;
  }

  synchronized void succeeded() {
    if (last != null) {
      log.info("Duty {} works again", duty);
    }
    last = null;
  }
}
