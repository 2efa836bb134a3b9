package io.stoker.node.process;

import io.stoker.crash.CrashPoint;
import io.stoker.crash.CrashPoints;
import io.stoker.launcher.process.PrivateFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Spark's scratch space, one directory for each application, {@code <home>/local/<application id>}.
 * It goes with the application's last process on this node, and whatever a killed process or
 * service left goes with the next sweep.
 */
final class LocalDirectories {
  private static final Pattern APPLICATION = Pattern.compile("[A-Za-z0-9-]{1,100}");

  private final Path live;
  private final Path doomed;

  LocalDirectories(Path home) {
    this.live = home.resolve("local");
    this.doomed = home.resolve("local.doomed");
  }

  /** The application's directory, made if need be. */
  Path of(String applicationId) throws IOException {
    if (!APPLICATION.matcher(applicationId).matches()) {
      throw new IOException("'" + applicationId + "' cannot be an application's id");
    }
    return PrivateFiles.createDirectories(live.resolve(applicationId));
  }

  /** Sets aside, at once, the directories of all other applications. */
  void doomAllBut(Set<String> applications) throws IOException {
    for (Path directory : in(live)) {
      if (!applications.contains(directory.getFileName().toString())) {
        PrivateFiles.createDirectories(doomed);
        Files.move(directory, doomed.resolve(directory.getFileName() + "." + UUID.randomUUID()));
      }
    }
  }

  /** Deletes what was set aside; may take its time. */
  synchronized void deleteDoomed() throws IOException {
    for (Path directory : in(doomed)) {
      CrashPoints.hit(CrashPoint.NODE_LOCAL_SET_ASIDE);
      PrivateFiles.deleteTree(directory);
    }
  }

  private static List<Path> in(Path directory) throws IOException {
    try (Stream<Path> entries = Files.list(directory)) {
      return entries.toList();
    } catch (NoSuchFileException e) {
      return List.of();
    }
  }
}
