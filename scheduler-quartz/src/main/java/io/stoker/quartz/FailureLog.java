package io.stoker.quartz;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Logs a duty's failures once per change: an outage of an hour is two lines, not thousands. */
final class FailureLog {
  private static final Logger log = LoggerFactory.getLogger(FailureLog.class);

  private final String duty;
  private @Nullable String last;

  FailureLog(String duty) {
    this.duty = duty;
  }

  synchronized void failed(Throwable failure) {
    String now = failure.toString();
    if (!now.equals(last)) {
      log.warn("Duty {} fails; it is tried again at its next time", duty, failure);
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
