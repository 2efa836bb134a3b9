package io.stoker.run;

import io.stoker.duty.PeriodicDuty;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Deletes event logs that were kept long enough. What no attempt has written, or one that this
 * database does not know, goes by its age: the database may be a copy that is older than storage.
 */
@Component
class EventLogSweep implements PeriodicDuty {
  private static final Logger log = LoggerFactory.getLogger(EventLogSweep.class);

  private final EventLogSweepStore store;
  private final EventLogs logs;
  private final EventLogSettings settings;

  EventLogSweep(EventLogSweepStore store, EventLogs logs, EventLogSettings settings) {
    this.store = store;
    this.logs = logs;
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
      List<EventLogs.Entry> entries = logs.list();
      Map<String, Boolean> due =
          store.due(
              entries.stream()
                  .map(EventLogs.Entry::writer)
                  .flatMap(Optional::stream)
                  .map(EventLogs.Writer::fence)
                  .toList(),
              settings.keep());
      Instant old = store.before(settings.keep());
      for (EventLogs.Entry entry : entries) {
        if (entry
            .writer()
            .map(writer -> due.get(writer.applicationId()))
            .orElseGet(() -> isOlder(entry, old))) {
          delete(entry);
        }
      }
    } catch (IOException e) {
      log.warn("Cannot look for old event logs: {}", e.toString());
    }
  }

  private static boolean isOlder(EventLogs.Entry entry, Instant moment) {
    try {
      return Files.getLastModifiedTime(entry.path(), LinkOption.NOFOLLOW_LINKS)
          .toInstant()
          .isBefore(moment);
    } catch (IOException e) {
      return false; // another server has just deleted it
    }
  }

  private static void delete(EventLogs.Entry entry) {
    try {
      EventLogs.delete(entry);
      log.info("Deleted event log {}", entry.path().getFileName());
    } catch (IOException e) {
      log.warn("Cannot delete {} yet: {}", entry.path(), e.toString());
    }
  }
}
