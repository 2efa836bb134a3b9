package io.stoker.launcher.process;

import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** The end of what a process has written. */
public final class FileTail {
  private FileTail() {}

  /**
   * The last bytes of a file as text; empty when there is no file.
   *
   * @param bytes how many at the most; a character that is cut in half is replaced
   */
  public static String of(Path file, int bytes) {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      channel.position(Math.max(0, channel.size() - bytes));
      return new String(Channels.newInputStream(channel).readNBytes(bytes), StandardCharsets.UTF_8);
    } catch (IOException e) {
      return ""; // it never wrote anything
    }
  }
}
