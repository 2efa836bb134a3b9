package io.stoker.launcher.process;

import io.stoker.crash.CrashPoint;
import io.stoker.crash.CrashPoints;
import io.stoker.launcher.cgroup.MemoryCgroup;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/** The processes of a node on disk: {@code <node home>/processes/<assignment id>/}. */
public final class ProcessDirectory {
  private static final String RECORD = "process.json";
  private static final JsonMapper JSON = JsonMapper.shared();

  private ProcessDirectory() {}

  /**
   * Every process that this home knows, running or ended. Without side effects, and safe beside a
   * running node service.
   */
  public static List<ChildProcess> list(Path nodeHome) throws IOException {
    List<ChildProcess> processes = new ArrayList<>();
    try (DirectoryStream<Path> directories = Files.newDirectoryStream(root(nodeHome))) {
      for (Path directory : directories) {
        read(directory).ifPresent(r -> processes.add(new ChildProcess(nodeHome, directory, r)));
      }
    } catch (NoSuchFileException e) {
      return List.of();
    }
    return processes;
  }

  /**
   * Accepts a process: from here on a restarted service knows it, though nothing is started yet.
   */
  public static ChildProcess accept(Path nodeHome, ProcessRecord record) throws IOException {
    Path directory = root(nodeHome).resolve(record.id().toString());
    PrivateFiles.createDirectories(directory);
    PrivateFiles.write(directory.resolve(RECORD), JSON.writeValueAsString(record));
    return new ChildProcess(nodeHome, directory, record);
  }

  /**
   * Deletes directories that a crash left without a record, where nothing was ever started, and
   * those whose record the machine's end has damaged, when none of their processes is there.
   */
  public static void sweep(Path nodeHome) throws IOException {
    try (DirectoryStream<Path> directories = Files.newDirectoryStream(root(nodeHome))) {
      for (Path directory : directories) {
        if (isLeftover(directory)) {
          PrivateFiles.deleteTree(directory);
        }
      }
    } catch (NoSuchFileException e) {
      // no process yet
    }
  }

  private static boolean isLeftover(Path directory) throws IOException {
    try {
      return read(directory).isEmpty();
    } catch (DamagedRecord e) {
      return isDeserted(directory);
    }
  }

  /**
   * Whoever lives of a process bears its id, which is the directory's name, or is in its cgroup.
   */
  private static boolean isDeserted(Path directory) throws IOException {
    try {
      UUID id = UUID.fromString(directory.getFileName().toString());
      MemoryCgroup cgroup = new ProcessFiles(directory).cgroup().orElse(null);
      return new Members(id, null, cgroup).alive().isEmpty();
    } catch (IllegalArgumentException e) {
      return false; // nobody can tell whose it is
    }
  }

  private static Path root(Path nodeHome) {
    return nodeHome.toAbsolutePath().resolve("processes");
  }

  /** Makes a half deleted directory one without a record, which the next sweep finishes. */
  static void delete(Path directory) throws IOException {
    Files.deleteIfExists(directory.resolve(RECORD));
    CrashPoints.hit(CrashPoint.NODE_RECORD_DELETED);
    PrivateFiles.deleteTree(directory);
  }

  private static Optional<ProcessRecord> read(Path directory) throws IOException {
    Path file = directory.resolve(RECORD);
    try {
      return Optional.of(JSON.readValue(Files.readString(file), ProcessRecord.class));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (JacksonException e) {
      throw new DamagedRecord(file, e);
    }
  }

  private static final class DamagedRecord extends IOException {
    private static final long serialVersionUID = 1;

    DamagedRecord(Path file, JacksonException cause) {
      super(file + " is damaged; stop what runs there by hand and delete its directory", cause);
    }
  }
}
