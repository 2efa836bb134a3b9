package io.stoker.eventlog;

import io.stoker.duty.PeriodicDuty;
import java.io.IOException;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** Deletes event logs that were kept long enough. */
@Component
class EventLogSweep implements PeriodicDuty {
  private static final Logger log = LoggerFactory.getLogger(EventLogSweep.class);

  private final EndedEventLogs ended;
  private final EventLogSettings settings;

  EventLogSweep(EndedEventLogs ended, EventLogSettings settings) {
    this.ended = ended;
    this.settings = settings;
  }

  @Override
  public String name() {
    return "event-log-sweep";
  }

  @Override
  public Duration every() {
    return Duration.ofMinutes(5);
  }

  @Override
  public void run() {
    try {
      ended.longerAgoThan(settings.keep()).forEach(EndedEventLogs::delete);
    } catch (IOException e) {
      log.warn("Cannot look for old event logs: {}", e.toString());
    }
  }
}
