package io.stoker.launcher.process;

import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What a process wrote last to its stderr: the evidence of a bad end, before anybody reads logs.
 */
public final class LastWords {
  private static final int BYTES = 4096;
  private static final int LINES = 5;
  private static final int LENGTH = 240;

  private LastWords() {}

  /** As {@code It wrote last: …}; empty when there is nothing. */
  public static String of(Path directory) {
    List<String> lines =
        tail(directory.resolve("stderr")).lines().filter(l -> !l.isBlank()).toList();
    return lines.isEmpty()
        ? ""
        : lines.subList(Math.max(0, lines.size() - LINES), lines.size()).stream()
            .map(line -> line.strip())
            .map(line -> line.length() > LENGTH ? line.substring(0, LENGTH) + "…" : line)
            .map(LastWords::storable)
            .collect(Collectors.joining(" | ", ". It wrote last: ", ""));
  }

  /** The platform takes no report with what PostgreSQL cannot keep; half a character is cut off. */
  private static String storable(String line) {
    return line.replaceAll("[\\x00\\p{Cs}]", "\uFFFD");
  }

  private static String tail(Path file) {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      channel.position(Math.max(0, channel.size() - BYTES));
      byte[] bytes = Channels.newInputStream(channel).readNBytes(BYTES);
      return new String(bytes, StandardCharsets.UTF_8);
    } catch (IOException e) {
      return ""; // it never wrote anything
    }
  }
}
