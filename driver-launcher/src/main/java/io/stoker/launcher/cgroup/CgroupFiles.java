package io.stoker.launcher.cgroup;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** The small text files by which one talks to the kernel about a cgroup. */
public final class CgroupFiles {
  private CgroupFiles() {}

  /** Makes the cgroup; one that is there already is kept. */
  public static void make(Path directory) throws IOException {
    try {
      Files.createDirectories(directory);
    } catch (IOException e) {
      throw new IOException("%s cannot be made: %s".formatted(directory, why(e)), e);
    }
  }

  /** Writes it at once, as the kernel wants it. */
  public static void write(Path file, String text) throws IOException {
    try {
      Files.writeString(file, text);
    } catch (IOException e) {
      throw new IOException("'%s' cannot be written to %s: %s".formatted(text, file, why(e)), e);
    }
  }

  /** The words of a file, in whatever lines. */
  public static List<String> words(Path file) throws IOException {
    String text = Files.readString(file).strip();
    return text.isEmpty() ? List.of() : List.of(text.split("\\s+"));
  }

  /** The number that is all of a file. */
  static long number(Path file) throws IOException {
    return Long.parseLong(Files.readString(file).strip());
  }

  /** The number that stands after the key in a file of such pairs. */
  static long value(Path file, String key) throws IOException {
    return find(file, key)
        .orElseThrow(() -> new IOException("%s does not tell '%s'".formatted(file, key)));
  }

  /** The same, where a kernel may have nothing to tell. */
  static long value(Path file, String key, long otherwise) throws IOException {
    return find(file, key).orElse(otherwise);
  }

  private static Optional<Long> find(Path file, String key) throws IOException {
    List<String> words = words(file);
    int at = words.indexOf(key);
    return at < 0 || at + 1 == words.size()
        ? Optional.empty()
        : Optional.of(Long.valueOf(words.get(at + 1)));
  }

  private static String why(IOException e) {
    if (e instanceof AccessDeniedException) {
      return "not permitted";
    }
    if (e instanceof NoSuchFileException) {
      return "it is not there";
    }
    String reason = e instanceof FileSystemException f ? f.getReason() : e.getMessage();
    return reason == null ? e.toString() : reason;
  }
}
