package io.stoker.acceptance;

import io.stoker.acceptance.harness.Cluster;
import io.stoker.acceptance.harness.HomeProcesses.Seen;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** What a run has on the machine, seen from outside: processes and directories of its nodes. */
record Traces(Cluster cluster, Run run) {

  /** Whatever names the run: drivers, executors, their wrappers. */
  List<Seen> processes() {
    return cluster.home().processes().all().stream().filter(this::isOfRun).toList();
  }

  Seen driver() {
    return one(Seen::isDriver);
  }

  Seen executor(int id) {
    return one(
        seen -> seen.isExecutor() && seen.commandLine().contains("--executor-id " + id + " "));
  }

  List<Seen> executors() {
    return processes().stream().filter(Seen::isExecutor).toList();
  }

  private Seen one(Predicate<Seen> which) {
    return processes().stream()
        // a wrapper has the command of its child in its own
        .filter(seen -> which.test(seen) && !seen.commandLine().contains("keep.sh"))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no such process among " + processes()));
  }

  private boolean isOfRun(Seen seen) {
    return seen.commandLine().contains(run.id()) || seen.environment().contains(run.id());
  }

  /** Directories of its processes and of its Spark application, on any node. */
  List<Path> directories() {
    List<Path> found = new ArrayList<>();
    for (Path node : children(cluster.home().resolve("nodes"))) {
      Stream.of("local", "local.doomed")
          .flatMap(below -> children(node.resolve(below)).stream())
          .filter(path -> path.getFileName().toString().startsWith(run.id()))
          .forEach(found::add);
      children(node.resolve("processes")).stream()
          .filter(this::isRecordedForRun)
          .forEach(found::add);
    }
    return found;
  }

  private boolean isRecordedForRun(Path process) {
    try {
      return Files.readString(process.resolve("process.json")).contains(run.id());
    } catch (IOException e) {
      return true; // half deleted: it may have been the run's
    }
  }

  static List<Path> children(Path directory) {
    try (Stream<Path> entries = Files.list(directory)) {
      return entries.toList();
    } catch (NoSuchFileException e) {
      return List.of();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
