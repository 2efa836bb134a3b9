package io.stoker.database;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Keeps a second server away from a directory for as long as this process lives or until it is
 * released. The kernel frees it with the process, however that ends.
 */
final class DirectoryLock implements AutoCloseable {
  /**
   * The kernel's lock belongs to the process, and closing any descriptor of the file drops it, so
   * locks of one JVM must be told apart before the file is opened.
   */
  private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();

  private final Path file;
  private final FileChannel channel;

  private DirectoryLock(Path file, FileChannel channel) {
    this.file = file;
    this.channel = channel;
  }

  /**
   * @param file absolute; its directory exists
   * @throws DatabaseException when another server has it
   */
  static DirectoryLock take(Path file) {
    if (!HELD.add(file)) {
      throw inUse(file, ProcessHandle.current().pid() + " (this one)");
    }
    try {
      return lock(file);
    } catch (IOException e) {
      HELD.remove(file);
      throw new UncheckedIOException(e);
    } catch (DatabaseException e) {
      HELD.remove(file);
      throw e;
    }
  }

  private static DirectoryLock lock(Path file) throws IOException {
    FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    try {
      if (channel.tryLock() == null) {
        throw inUse(file, holder(file));
      }
      channel.truncate(0);
      channel.write(
          ByteBuffer.wrap(
              Long.toString(ProcessHandle.current().pid()).getBytes(StandardCharsets.US_ASCII)));
      return new DirectoryLock(file, channel);
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  private static DatabaseException inUse(Path file, String holder) {
    return new DatabaseException(
        "%s is in use by process %s. One server at a time runs on an embedded PostgreSQL: stop it"
                .formatted(file.getParent(), holder)
            + " (stoker down), choose another --home, or point both at a PostgreSQL of your own"
            + " (stoker.database.url).");
  }

  private static String holder(Path file) {
    try {
      String pid = Files.readString(file, StandardCharsets.US_ASCII).trim();
      return pid.isEmpty() ? "(unknown)" : pid;
    } catch (IOException e) {
      return "(unknown)";
    }
  }

  @Override
  public void close() {
    try (channel) {
      if (channel.isOpen()) {
        channel.truncate(0);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      HELD.remove(file);
    }
  }
}
