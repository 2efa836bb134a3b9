package io.stoker.node.log;

import io.stoker.contract.node.LogAck;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * One output file of a process, and how much of it the platform has. After a restart of the service
 * that is unknown: it begins at the front, and the first answer says from where to go on.
 */
final class LogStream {
  static final int PIECE = 1 << 20;

  private final String name;
  private final Path file;
  private final long limit;
  private final byte[] endOfKept;
  private final ShipPace pace;
  private long offset;
  private @Nullable Long segment;
  private boolean closed;

  /**
   * Nothing of it is known to be sent.
   *
   * @param limit bytes that are kept of it; a file with more ends there for everybody
   */
  LogStream(String name, Path directory, long limit, LongSupplier nanoTime) {
    this.name = name;
    this.file = directory.resolve(name);
    this.limit = limit;
    this.endOfKept =
        """

        [Stoker keeps the first %d bytes of this %s (stoker.node.log-limit of its node). The process goes on; what it \
        writes after them is dropped. Have it write less, or raise that limit for processes to come.]
        """
            .formatted(limit, name)
            .getBytes(StandardCharsets.UTF_8);
    this.pace = new ShipPace(nanoTime);
  }

  /**
   * A part of it.
   *
   * @param last whether nothing comes after it
   */
  record Piece(ByteBuffer bytes, boolean last) {
    int length() {
      return bytes.remaining();
    }
  }

  String name() {
    return name;
  }

  long offset() {
    return offset;
  }

  /** Where the stored segment begins that ends at the offset; null before there is one. */
  @Nullable Long segment() {
    return segment;
  }

  /**
   * Whether something of it is to be sent now.
   *
   * @param over whether its process is
   * @param followed whether somebody reads it as it grows
   */
  boolean isDue(boolean over, boolean followed) throws IOException {
    if (closed || over) {
      return !closed;
    }
    long size = size();
    long kept = size > limit ? limit + endOfKept.length : size;
    return pace.isDue(kept - offset, followed);
  }

  /**
   * The next piece, at most 1 MiB; empty at the end of what there is.
   *
   * @param over whether its process is, so that the file grows no more
   */
  Piece next(boolean over) throws IOException {
    long size = size();
    boolean cut = size > limit;
    if (cut && offset >= limit) {
      int told = (int) Math.min(endOfKept.length, offset - limit);
      return new Piece(
          ByteBuffer.wrap(Arrays.copyOfRange(endOfKept, told, endOfKept.length)), true);
    }
    byte[] bytes = read((int) Math.max(0, Math.min(PIECE, limit - offset)));
    return new Piece(ByteBuffer.wrap(bytes), over && !cut && offset + bytes.length >= size);
  }

  private byte[] read(int atMost) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      channel.position(offset);
      return Channels.newInputStream(channel).readNBytes(atMost);
    } catch (NoSuchFileException e) {
      return new byte[0];
    }
  }

  private long size() throws IOException {
    try {
      return Files.size(file);
    } catch (NoSuchFileException e) {
      return 0;
    }
  }

  /** The platform has everything before what it says. */
  void acknowledge(LogAck ack) {
    offset = ack.nextOffset();
    segment = ack.segment();
    pace.sent();
  }

  /** Nothing of it is sent any more. */
  void close() {
    closed = true;
  }

  boolean isClosed() {
    return closed;
  }
}
