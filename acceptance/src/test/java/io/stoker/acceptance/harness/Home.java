package io.stoker.acceptance.harness;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** A home directory with all that stands in it and runs from it; gone after {@link #clear}. */
public final class Home {
  private final Path directory;

  private Home(Path directory) {
    this.directory = directory;
  }

  /** A new one, among the temporary files of this machine. */
  public static Home create(String name) {
    try {
      return new Home(Files.createTempDirectory("stoker-" + name + "-").toRealPath());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A file or directory in it. */
  public Path resolve(String path) {
    return directory.resolve(path);
  }

  public HomeProcesses processes() {
    return new HomeProcesses(directory);
  }

  /** Those that belong to something in it, as {@code nodes/node-1}. */
  public HomeProcesses processes(String below) {
    return new HomeProcesses(resolve(below));
  }

  /** A file's text without white space at its ends. */
  public String read(String path) {
    try {
      return Files.readString(resolve(path)).strip();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Ends every process of this home, keeps its logs in another directory and deletes the rest. */
  public synchronized void clear(Path logs) {
    if (!Files.exists(directory)) {
      return;
    }
    processes().clear();
    List<Path> below = below();
    below.forEach(Home::removeCgroups);
    for (Path path : below) {
      try {
        if (isLog(path)) {
          Path kept = logs.resolve(directory.relativize(path));
          Files.createDirectories(kept.getParent());
          Files.move(path, kept);
        } else {
          Files.delete(path);
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  /** What nodes that were killed have left of them; nobody is in them now. */
  private static void removeCgroups(Path path) {
    if (!path.endsWith("cgroups")) {
      return;
    }
    try {
      for (String line : Files.readAllLines(path)) {
        Path ofNode = Path.of(line.substring(line.indexOf(' ') + 1));
        if (Files.exists(ofNode)) {
          try (Stream<Path> groups = Files.list(ofNode).filter(Files::isDirectory)) {
            for (Path group : groups.toList()) {
              Files.delete(group);
            }
          }
          Files.delete(ofNode);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Everything in it, contents before their directory. */
  private List<Path> below() {
    try (Stream<Path> paths = Files.walk(directory)) {
      return paths.sorted(Comparator.reverseOrder()).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private boolean isLog(Path path) {
    String name = path.getFileName().toString();
    boolean log = name.endsWith(".log") || name.startsWith("stdout") || name.startsWith("stderr");
    return log && Files.isRegularFile(path) && !path.startsWith(resolve("storage"));
  }

  @Override
  public String toString() {
    return directory.toString();
  }
}
