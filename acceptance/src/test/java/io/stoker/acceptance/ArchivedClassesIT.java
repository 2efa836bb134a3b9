package io.stoker.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.stoker.acceptance.harness.Cluster;
import io.stoker.acceptance.harness.HomeProcesses;
import io.stoker.acceptance.harness.Packaged;
import io.stoker.acceptance.harness.SharedCluster;
import io.stoker.acceptance.harness.SparkJava;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * The archive of Spark's classes that the nodes of these tests make for each other. It comes first
 * by its name: all that follows starts faster, which is worth more than the wait.
 */
@ExtendWith(SharedCluster.class)
class ArchivedClassesIT {
  private final Cluster cluster;

  ArchivedClassesIT(Cluster cluster) {
    this.cluster = cluster;
  }

  @Test
  void driversAndExecutorsMapIt() throws IOException {
    Awaitility.await("an archive").atMost(Duration.ofMinutes(4)).until(() -> !archives().isEmpty());
    Path archive = archives().get(0);

    try (SleepingRun run = SleepingRun.atWork(cluster, 8)) {
      List<HomeProcesses.Seen> jvms =
          cluster.home().processes().all().stream()
              .filter(HomeProcesses.Seen::isSpark)
              .filter(seen -> !seen.commandLine().startsWith("sh ")) // what keeps their exit codes
              .toList();
      assertThat(jvms).hasSize(3);
      assertThat(jvms).allSatisfy(seen -> assertThat(maps(seen)).contains(archive.toString()));
      run.expectUnharmed();
      assertThat(run.run().completeLog("driver", "stdout")).doesNotContain("cds");
    }
  }

  /**
   * Those that are newer than the jars: an earlier build may have left one. The first node to make
   * one makes the directory too.
   */
  private static List<Path> archives() throws IOException {
    if (!Files.isDirectory(SparkJava.ARCHIVES)) {
      return List.of();
    }
    FileTime built = Files.getLastModifiedTime(Packaged.spark().resolve("jars"));
    try (Stream<Path> files = Files.list(SparkJava.ARCHIVES)) {
      return files
          .filter(file -> file.toString().endsWith(".jsa") && time(file).compareTo(built) > 0)
          .toList();
    }
  }

  private static FileTime time(Path file) {
    try {
      return Files.getLastModifiedTime(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String maps(HomeProcesses.Seen seen) {
    try {
      return Files.readString(Path.of("/proc/" + seen.process().pid() + "/maps"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
