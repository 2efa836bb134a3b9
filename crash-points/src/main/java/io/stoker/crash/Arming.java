package io.stoker.crash;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.jspecify.annotations.Nullable;

/**
 * At which point, and at which of its hits, this process dies: {@code NAME} or {@code NAME:n} for
 * the n-th hit, counted from the first look at that text. The setting is that text, or
 * {@code @FILE} for a file that holds it, so that a running process can be armed. A file that has
 * done its work is renamed to {@code FILE.hit}: whoever wrote it knows, and the next start goes on.
 */
final class Arming {
  private final @Nullable String text;
  private final @Nullable Path file;
  private @Nullable String counted;
  private int hits;

  private Arming(@Nullable String text, @Nullable Path file) {
    this.text = text;
    this.file = file;
  }

  /** Null when there is no setting: the way of every process outside of a test. */
  static @Nullable Arming of(@Nullable String setting) {
    if (setting == null || setting.isBlank()) {
      return null;
    }
    return setting.startsWith("@")
        ? new Arming(null, Path.of(setting.substring(1)))
        : new Arming(setting, null);
  }

  /** Whether this hit is the one. */
  synchronized boolean isDue(CrashPoint point) {
    String wanted = text != null ? text : read();
    if (wanted == null || point != CrashPoint.valueOf(wanted.split(":", 2)[0])) {
      return false;
    }
    if (!wanted.equals(counted)) {
      counted = wanted;
      hits = 0;
    }
    hits++;
    if (hits < number(wanted)) {
      return false;
    }
    markHit();
    return true;
  }

  private static int number(String wanted) {
    int colon = wanted.indexOf(':');
    return colon < 0 ? 1 : Integer.parseInt(wanted, colon + 1, wanted.length(), 10);
  }

  private @Nullable String read() {
    if (file == null) {
      return null;
    }
    try {
      String wanted = Files.readString(file, UTF_8).strip();
      return wanted.isEmpty() ? null : wanted;
    } catch (NoSuchFileException e) {
      return null;
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read which crash point is armed: " + file, e);
    }
  }

  private void markHit() {
    if (file == null) {
      return;
    }
    try {
      Path hit = file.resolveSibling(file.getFileName() + ".hit");
      Files.move(file, hit, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot disarm the crash point in " + file, e);
    }
  }
}
