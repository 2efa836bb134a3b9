package io.stoker.launcher.process;

import java.nio.file.Path;
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
        FileTail.of(directory.resolve("stderr"), BYTES).lines().filter(l -> !l.isBlank()).toList();
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
}
