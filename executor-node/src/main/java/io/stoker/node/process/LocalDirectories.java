package io.stoker.node.process;

import io.stoker.contract.node.ShuffleDirectory;
import io.stoker.crash.CrashPoint;
import io.stoker.crash.CrashPoints;
import io.stoker.launcher.process.PrivateFiles;
import io.stoker.node.shuffle.Applications;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Spark's scratch space, one directory for each application, {@code <home>/local/<application id>}.
 * It goes with the application's last process on this node, or with the application when its
 * shuffle files are kept; and whatever a killed process or service left goes with the next sweep.
 */
final class LocalDirectories {
  private static final Logger LOG = LoggerFactory.getLogger(LocalDirectories.class);

  private final Path live;
  private final Path doomed;
  private final Applications applications;

  LocalDirectories(Path home, Applications applications) {
    this.applications = applications;
    this.live = home.resolve("local");
    this.doomed = home.resolve("local.doomed");
  }

  /** The application's directory, made if need be. */
  Path of(String applicationId) throws IOException {
    if (!ShuffleDirectory.isApplication(applicationId)) {
      throw new IOException("'" + applicationId + "' cannot be an application's id");
    }
    return PrivateFiles.createDirectories(live.resolve(applicationId));
  }

  /** Whether the application's files stay here though its processes have ended. */
  boolean isKept(String application) {
    try {
      return applications.all().contains(application);
    } catch (IOException e) {
      LOG.warn("Cannot see which applications are kept; deleting nothing of them", e);
      return true;
    }
  }

  /** Its cached and spilled data may go, though its application goes on. */
  void executorEnded(String application, int executor) {
    try {
      applications.executorEnded(application, executor);
    } catch (IOException e) {
      LOG.warn("What executor {} of {} cached stays until the end", executor, application, e);
    }
  }

  /**
   * Keeps the files of some applications and of those that live, and of no others.
   *
   * @param wanted null when the platform does not say: then of none but those that live
   */
  void retain(@Nullable Collection<String> wanted, Set<String> living) {
    Set<String> kept = new HashSet<>(living);
    if (wanted != null) {
      kept.addAll(wanted);
    }
    try {
      applications.retain(kept);
    } catch (IOException e) {
      LOG.warn("Cannot forget applications that are over; trying again", e);
    }
  }

  /** Sets aside, at once, the directories of all that neither live nor are kept. */
  void doomAllBut(Set<String> living) throws IOException {
    Set<String> kept = applications.all();
    for (Path directory : in(live)) {
      String application = directory.getFileName().toString();
      if (!living.contains(application) && !kept.contains(application)) {
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
