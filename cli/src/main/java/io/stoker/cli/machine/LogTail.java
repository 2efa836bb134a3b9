package io.stoker.cli.machine;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/** The end of a log, for an error message. */
final class LogTail {
  private static final int BYTES = 64 * 1024;

  private LogTail() {}

  static String of(Path log, int lines) {
    try (var file = new RandomAccessFile(log.toFile(), "r")) {
      file.seek(Math.max(0, file.length() - BYTES));
      byte[] end = new byte[(int) Math.min(BYTES, file.length())];
      int read = Math.max(0, file.read(end));
      return last(new String(end, 0, read, StandardCharsets.UTF_8), lines);
    } catch (IOException e) {
      return "(no log at %s)".formatted(log);
    }
  }

  private static String last(String text, int lines) {
    List<String> all = text.lines().toList();
    return String.join("\n", all.subList(Math.max(0, all.size() - lines), all.size()));
  }
}
