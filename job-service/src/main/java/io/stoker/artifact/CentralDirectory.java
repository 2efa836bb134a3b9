package io.stoker.artifact;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.OptionalLong;

/**
 * Looks for a zip file's central directory by its own end record. What reads whole directories into
 * memory is only to be shown one of a known size.
 */
final class CentralDirectory {
  private static final int END = 0x06054b50;
  private static final int END_LENGTH = 22;
  private static final int LONGEST_COMMENT = 0xFFFF;
  private static final int LOCATOR_64 = 0x07064b50;
  private static final int LOCATOR_64_LENGTH = 20;
  private static final int END_64 = 0x06064b50;
  private static final int END_64_LENGTH = 56;
  private static final long SEE_64 = 0xFFFFFFFFL;

  private CentralDirectory() {}

  /** Bytes that the central directory takes; empty when the file has none. */
  static OptionalLong bytes(Path file) throws IOException {
    try (FileChannel channel = FileChannel.open(file)) {
      long from = Math.max(0, channel.size() - END_LENGTH - LONGEST_COMMENT);
      ByteBuffer tail = read(channel, from, (int) (channel.size() - from));
      for (int at = tail.limit() - END_LENGTH; at >= 0; at--) {
        if (tail.getInt(at) == END && at + END_LENGTH + comment(tail, at) <= tail.limit()) {
          long bytes = Integer.toUnsignedLong(tail.getInt(at + 12));
          return bytes == SEE_64 ? bytes64(channel, from + at) : OptionalLong.of(bytes);
        }
      }
      return OptionalLong.empty();
    }
  }

  private static int comment(ByteBuffer tail, int at) {
    return Short.toUnsignedInt(tail.getShort(at + 20));
  }

  private static OptionalLong bytes64(FileChannel channel, long end) throws IOException {
    if (end < LOCATOR_64_LENGTH) {
      return OptionalLong.empty();
    }
    ByteBuffer locator = read(channel, end - LOCATOR_64_LENGTH, LOCATOR_64_LENGTH);
    long at = locator.getLong(8);
    if (locator.getInt(0) != LOCATOR_64 || at < 0 || at > end - END_64_LENGTH) {
      return OptionalLong.empty();
    }
    ByteBuffer end64 = read(channel, at, END_64_LENGTH);
    return end64.getInt(0) == END_64 && end64.getLong(40) >= 0
        ? OptionalLong.of(end64.getLong(40))
        : OptionalLong.empty();
  }

  private static ByteBuffer read(FileChannel channel, long at, int length) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
    int read = 0;
    while (read >= 0 && buffer.hasRemaining()) {
      read = channel.read(buffer, at + buffer.position());
    }
    return buffer.flip();
  }
}
