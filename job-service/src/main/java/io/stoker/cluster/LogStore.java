package io.stoker.cluster;

import io.stoker.crash.CrashPoint;
import io.stoker.crash.CrashPoints;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Logs of processes, kept in storage as segments that are named by the offset of their first byte.
 * A segment is written once and never changes, so several servers may append to one stream.
 */
@Component
public class LogStore {
  private static final String SUFFIX = ".log";
  private static final String END = "end";
  private static final List<String> STREAMS = List.of("stdout", "stderr");

  private final Storage storage;

  LogStore(Storage storage) {
    this.storage = storage;
  }

  /** One stored stream and the bytes stored of it. */
  public record Stream(LogKey key, long bytes) {}

  /**
   * How far a stream is stored.
   *
   * @param segment where its last segment begins; null when there is none
   */
  public record Stored(long bytes, @Nullable Long segment) {
    static final Stored NOTHING = new Stored(0, null);
  }

  /**
   * Appends a piece. What is stored already is ignored; a piece that would leave a gap is not
   * stored.
   *
   * @param before where the segment begins that ends at the offset: when that is so, nobody has to
   *     look at all segments, of which there may be many. Null when the sender does not know
   */
  public Stored append(LogKey key, long offset, @Nullable Long before, byte[] bytes) {
    Path directory = directory(key);
    try {
      Stored stored =
          before != null && endsAt(directory, before, offset)
              ? new Stored(offset, before)
              : stored(segments(directory));
      long skip = stored.bytes() - offset;
      if (skip < 0 || skip >= bytes.length) {
        return stored;
      }
      storage.directory(directory);
      write(directory, stored.bytes(), Arrays.copyOfRange(bytes, (int) skip, bytes.length));
      return new Stored(end(directory, stored.bytes()), stored.bytes());
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot append to " + key, e);
    }
  }

  /** Notes that nothing comes after what is stored: the process is gone, or may write no more. */
  public void end(LogKey key) {
    Path directory = directory(key);
    try {
      storage.directory(directory);
      Files.createFile(directory.resolve(END));
    } catch (FileAlreadyExistsException e) {
      // said before
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot end " + key, e);
    }
  }

  /** Whether all of a stream is stored. */
  public boolean hasEnd(LogKey key) {
    return Files.exists(directory(key).resolve(END));
  }

  /**
   * Reads from an offset.
   *
   * @return at most {@code limit} bytes; empty at the end and for a stream that does not exist
   */
  public byte[] read(LogKey key, long offset, int limit) {
    try {
      NavigableMap<Long, Path> segments = segments(directory(key));
      var result = new ByteArrayOutputStream();
      Long first = segments.floorKey(offset);
      if (first != null) {
        for (Map.Entry<Long, Path> segment : segments.tailMap(first, true).entrySet()) {
          long from = Math.max(0, offset - segment.getKey());
          copy(segment.getValue(), from, limit - result.size(), result);
        }
      }
      return result.toByteArray();
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read " + key, e);
    }
  }

  /** Bytes stored of a stream; 0 when there are none. */
  public long length(LogKey key) {
    try {
      return stored(segments(directory(key))).bytes();
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read " + key, e);
    }
  }

  /** Every stream of one attempt, the driver's first. */
  public List<Stream> list(UUID jobId, UUID runId, String step, int attempt, long fence) {
    List<Stream> streams = new ArrayList<>();
    for (String process : processes(logs(jobId, runId, step, attempt, fence))) {
      for (String stream : STREAMS) {
        LogKey key = new LogKey(jobId, runId, step, attempt, fence, process, stream);
        if (Files.isDirectory(directory(key))) {
          streams.add(new Stream(key, length(key)));
        }
      }
    }
    return streams;
  }

  private Path logs(UUID jobId, UUID runId, String step, int attempt, long fence) {
    return storage.path(
        jobId.toString(), runId.toString(), step, "attempts", attempt + "-" + fence, Storage.LOGS);
  }

  private Path directory(LogKey key) {
    Path logs = logs(key.jobId(), key.runId(), key.step(), key.attempt(), key.fence());
    return Storage.under(logs, key.process(), key.stream());
  }

  /** Publishes a whole segment at once; the first to do so wins. */
  private static void write(Path directory, long offset, byte[] bytes) throws IOException {
    Path temporary = Files.createTempFile(directory, ".", ".part");
    try {
      Files.write(temporary, bytes);
      CrashPoints.hit(CrashPoint.SERVER_LOG_WRITTEN);
      Files.createLink(segment(directory, offset), temporary);
      CrashPoints.hit(CrashPoint.SERVER_LOG_DONE);
    } catch (FileAlreadyExistsException e) {
      // Another request stored these bytes: its segment's length says how far.
    } finally {
      Files.deleteIfExists(temporary);
    }
  }

  private static NavigableMap<Long, Path> segments(Path directory) throws IOException {
    NavigableMap<Long, Path> segments = new TreeMap<>();
    if (Files.isDirectory(directory)) {
      try (DirectoryStream<Path> files = Files.newDirectoryStream(directory, "*" + SUFFIX)) {
        for (Path file : files) {
          String name = file.getFileName().toString();
          segments.put(Long.parseLong(name, 0, name.length() - SUFFIX.length(), 10), file);
        }
      }
    }
    return segments;
  }

  private static Stored stored(NavigableMap<Long, Path> segments) throws IOException {
    Map.Entry<Long, Path> last = segments.lastEntry();
    return last == null
        ? Stored.NOTHING
        : new Stored(last.getKey() + Files.size(last.getValue()), last.getKey());
  }

  private static boolean endsAt(Path directory, long segment, long offset) throws IOException {
    try {
      return end(directory, segment) == offset;
    } catch (NoSuchFileException e) {
      return false;
    }
  }

  private static long end(Path directory, long segment) throws IOException {
    return segment + Files.size(segment(directory, segment));
  }

  private static Path segment(Path directory, long offset) {
    return directory.resolve("%020d%s".formatted(offset, SUFFIX));
  }

  private static void copy(Path file, long from, int limit, ByteArrayOutputStream target)
      throws IOException {
    if (limit <= 0) {
      return;
    }
    try (FileChannel channel = FileChannel.open(file)) {
      int length = (int) Math.min(limit, Math.max(0, channel.size() - from));
      ByteBuffer buffer = ByteBuffer.allocate(length);
      int read = 0;
      while (read >= 0 && buffer.hasRemaining()) {
        read = channel.read(buffer, from + buffer.position());
      }
      target.write(buffer.array(), 0, buffer.position());
    }
  }

  private static List<String> processes(Path logs) {
    if (!Files.isDirectory(logs)) {
      return List.of();
    }
    List<String> names = new ArrayList<>();
    try (DirectoryStream<Path> directories = Files.newDirectoryStream(logs)) {
      directories.forEach(directory -> names.add(directory.getFileName().toString()));
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot list " + logs, e);
    }
    // executor-10 after executor-9, and after driver
    names.sort(Comparator.comparing(String::length).thenComparing(Comparator.naturalOrder()));
    return names;
  }
}
