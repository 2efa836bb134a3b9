package io.stoker.acceptance.bench;

import io.stoker.crash.CrashPoint;
import io.stoker.crash.CrashPoints;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The file that a process looks into at each crash point; it renames it when it dies there. */
record CrashFile(Path file) {
  String option() {
    return "-D" + CrashPoints.PROPERTY + "=@" + file;
  }

  /** The process dies the n-th time that it comes to the point. */
  void arm(CrashPoint point, int hit) {
    try {
      Files.deleteIfExists(hitFile());
      Path whole = file.resolveSibling(file.getFileName() + ".new");
      Files.writeString(whole, point.name() + ":" + hit);
      Files.move(whole, file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  void disarm() {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  boolean wasHit() {
    return Files.exists(hitFile());
  }

  private Path hitFile() {
    return file.resolveSibling(file.getFileName() + ".hit");
  }
}
