package io.stoker.acceptance.bench;

import io.stoker.acceptance.harness.HomeProcesses.Seen;
import io.stoker.acceptance.harness.Service;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** What nobody needs any more: processes by their home, and directories of nodes. */
final class Leftovers {
  private Leftovers() {}

  static List<String> of(Bench bench) {
    List<String> broken = new ArrayList<>();
    for (Seen seen : bench.home().processes().all()) {
      if (!isService(bench, seen)) {
        broken.add(
            "I13: process %d is left: %s".formatted(seen.process().pid(), seen.commandLine()));
      }
    }
    for (Path node : in(bench.home().resolve("nodes"))) {
      for (String name : List.of("processes", "local", "local.doomed")) {
        in(node.resolve(name)).forEach(left -> broken.add("I13: directory is left: " + left));
      }
      cgroups(node).forEach(left -> broken.add("I13: cgroup is left: " + left));
    }
    return broken;
  }

  /** Of its drivers and executors, wherever it made them. */
  private static List<Path> cgroups(Path node) {
    try {
      return Files.readAllLines(node.resolve("cgroups")).stream()
          .flatMap(line -> in(Path.of(line.substring(line.indexOf(' ') + 1))).stream())
          .filter(Files::isDirectory)
          .toList();
    } catch (NoSuchFileException e) {
      return List.of();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean isService(Bench bench, Seen seen) {
    long pid = seen.process().pid();
    return seen.isPostgres()
        || seen.isShuffleServer()
        || bench.services().filter(Service::isAlive).anyMatch(service -> service.pid() == pid)
        // a process that has just ended, or is about to become another
        || seen.commandLine().isBlank();
  }

  /**
   * What a directory holds, in order; not looked at, since what is written may vanish meanwhile.
   */
  static List<Path> in(Path directory) {
    try (Stream<Path> entries = Files.list(directory)) {
      return entries.sorted().toList();
    } catch (NoSuchFileException e) {
      return List.of();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
