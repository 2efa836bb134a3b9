package io.stoker.eventlog;

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
 * Event logs to which nobody writes any more. What no attempt has written, or one that this
 * database does not know, goes by its age: the database may be a copy that is older than storage.
 */
@Component
class EndedEventLogs {
  private static final Logger log = LoggerFactory.getLogger(EndedEventLogs.class);

  private final EventLogSweepStore store;
  private final EventLogs logs;

  EndedEventLogs(EventLogSweepStore store, EventLogs logs) {
    this.store = store;
    this.logs = logs;
  }

  /** Those whose attempts ended, with all their processes, so long ago. */
  List<EventLogs.Entry> longerAgoThan(Duration time) throws IOException {
    List<EventLogs.Entry> entries = logs.list();
    Map<String, Boolean> due =
        store.due(
            entries.stream()
                .map(EventLogs.Entry::writer)
                .flatMap(Optional::stream)
                .map(EventLogs.Writer::fence)
                .toList(),
            time);
    Instant old = store.before(time);
    return entries.stream()
        .filter(
            entry ->
                entry
                    .writer()
                    .map(writer -> due.get(writer.applicationId()))
                    .orElseGet(() -> isOlder(entry, old)))
        .toList();
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

  /** Says whether it is gone. */
  static boolean delete(EventLogs.Entry entry) {
    try {
      EventLogs.delete(entry);
      log.info("Deleted event log {}", entry.path().getFileName());
      return true;
    } catch (IOException e) {
      log.warn("Cannot delete {} yet: {}", entry.path(), e.toString());
      return false;
    }
  }
}
