package io.stoker.node.log;

import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * One output file of a process, and how much of it the platform has. After a restart of the service
 * that is unknown: it begins at the front, and the first answer says from where to go on.
 */
final class LogStream {
  static final int PIECE = 1 << 20;

  private final String name;
  private final Path file;
  private long offset;
  private boolean closed;

  LogStream(String name, Path directory) {
    this.name = name;
    this.file = directory.resolve(name);
  }

  String name() {
    return name;
  }

  long offset() {
    return offset;
  }

  /** The next piece, at most 1 MiB; empty at the end of what there is. */
  byte[] next() throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      channel.position(offset);
      return Channels.newInputStream(channel).readNBytes(PIECE);
    } catch (NoSuchFileException e) {
      return new byte[0];
    }
  }

  /** The platform has everything before this offset. */
  void acknowledge(long nextOffset) {
    offset = nextOffset;
  }

  /** Nothing of it is sent any more. */
  void close() {
    closed = true;
  }

  boolean isClosed() {
    return closed;
  }
}
