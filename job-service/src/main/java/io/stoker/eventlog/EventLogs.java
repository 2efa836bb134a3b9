package io.stoker.eventlog;

import io.stoker.cluster.Storage;
import io.stoker.cluster.StorageGate;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;
import org.springframework.util.FileSystemUtils;

/**
 * Spark's event logs in storage: one directory of Spark's own layout for all attempts, so that one
 * history server reads them all, and a directory in it for each attempt.
 */
@Component
public class EventLogs {
  private static final String DIRECTORY = "event-logs";

  /** As Spark names what it rolls, by the id that each attempt's application has. */
  private static final String PREFIX = "eventlog_v2_";

  private static final Pattern NAME = Pattern.compile(PREFIX + "([0-9a-f-]{36}-([0-9]{1,18}))");

  private final Path directory;
  private final String uri;
  private final StorageGate gate;
  private final EventLogSettings settings;

  EventLogs(Storage storage, StorageGate gate, EventLogSettings settings) {
    this.directory = storage.path(DIRECTORY);
    // a path that is asked for its URI looks whether it is a directory
    this.uri = storage.uri() + DIRECTORY + "/";
    this.gate = gate;
    this.settings = settings;
  }

  /** What stands in the directory; the writer is empty for what no attempt of ours has written. */
  record Entry(Path path, Optional<Writer> writer) {}

  /** An attempt, by its fence; after a restore of the database another one may have the same. */
  record Writer(String applicationId, long fence) {}

  /**
   * What one takes, and when it was written to last; nothing and long ago when it is going away.
   */
  record Measured(Entry entry, long bytes, FileTime lastWritten) {
    private static Measured of(Entry entry) {
      long bytes = 0;
      FileTime last = FileTime.fromMillis(0);
      try (Stream<Path> files = Files.walk(entry.path())) {
        for (Path file : (Iterable<Path>) files::iterator) {
          BasicFileAttributes attributes =
              Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
          bytes += attributes.size();
          last =
              attributes.lastModifiedTime().compareTo(last) > 0
                  ? attributes.lastModifiedTime()
                  : last;
        }
      } catch (IOException | UncheckedIOException e) {
        // another server deletes it just now
      }
      return new Measured(entry, bytes, last);
    }
  }

  /** Where a driver that is started now writes to; empty when it shall not. */
  public Optional<String> forNewDrivers() {
    return settings.enabled() ? Optional.of(uri) : Optional.empty();
  }

  /** URI of the directory, ends with /. */
  public String uri() {
    return uri;
  }

  /**
   * Whether there is one of an attempt.
   *
   * @param applicationId Spark's, of that attempt
   */
  public boolean exists(String applicationId) {
    Path log = directory.resolve(PREFIX + applicationId);
    return gate.pass(() -> Files.isDirectory(log, LinkOption.NOFOLLOW_LINKS));
  }

  /** Whether the driver has ended the log of an attempt: a killed one leaves it as it was. */
  public boolean isEnded(String applicationId) {
    Path status = directory.resolve(PREFIX + applicationId).resolve("appstatus_" + applicationId);
    return gate.pass(() -> Files.exists(status));
  }

  /** A link in the place of the directory is nothing of ours. */
  List<Entry> list() throws IOException {
    List<Entry> entries = new ArrayList<>();
    if (Files.isDirectory(directory, LinkOption.NOFOLLOW_LINKS)) {
      try (DirectoryStream<Path> paths = Files.newDirectoryStream(directory)) {
        paths.forEach(path -> entries.add(new Entry(path, writer(path))));
      }
    }
    return entries;
  }

  /** What all of them take. */
  long size() throws IOException {
    return list().stream().map(Measured::of).mapToLong(Measured::bytes).sum();
  }

  /** By when they were written to last. */
  static List<Measured> oldestFirst(List<Entry> entries) {
    return entries.stream()
        .map(Measured::of)
        .sorted(Comparator.comparing(Measured::lastWritten))
        .toList();
  }

  /** Links are deleted, not followed. */
  static void delete(Entry entry) throws IOException {
    FileSystemUtils.deleteRecursively(entry.path());
  }

  private static Optional<Writer> writer(Path path) {
    Matcher name = NAME.matcher(path.getFileName().toString());
    return name.matches()
        ? Optional.of(new Writer(name.group(1), Long.parseLong(name.group(2))))
        : Optional.empty();
  }
}
