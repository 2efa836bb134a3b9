package io.stoker.eventlog;

import io.stoker.duty.PeriodicDuty;
import java.io.IOException;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** Event logs are for questions about runs: they must not take the room that results need. */
@Component
class EventLogQuota implements PeriodicDuty {
  private static final Logger log = LoggerFactory.getLogger(EventLogQuota.class);

  private final EventLogs logs;
  private final EndedEventLogs ended;
  private final EventLogSettings settings;

  EventLogQuota(EventLogs logs, EndedEventLogs ended, EventLogSettings settings) {
    this.logs = logs;
    this.ended = ended;
    this.settings = settings;
  }

  @Override
  public String name() {
    return "event-log-quota";
  }

  /** Each look measures every file. */
  @Override
  public Duration every() {
    return Duration.ofHours(1);
  }

  @Override
  public void run() {
    try {
      long over = logs.size() - settings.maxTotalBytes();
      if (over > 0) {
        free(over);
      }
    } catch (IOException e) {
      log.warn("Cannot measure event logs: {}", e.toString());
    }
  }

  private void free(long bytes) throws IOException {
    List<EventLogs.Measured> oldestFirst =
        EventLogs.oldestFirst(ended.longerAgoThan(EventLogSettings.SHORTEST));
    Iterator<EventLogs.Measured> next = oldestFirst.iterator();
    long left = bytes;
    int deleted = 0;
    while (left > 0 && next.hasNext()) {
      EventLogs.Measured oldest = next.next();
      if (EndedEventLogs.delete(oldest.entry())) {
        left -= oldest.bytes();
        deleted++;
      }
    }
    log.warn(
        "Event logs were {} MiB above stoker.event-log.max-total: deleted the oldest {}{}",
        bytes >> 20,
        deleted,
        left > 0 ? ", and the others are of attempts that go on or ended just now" : "");
  }
}
