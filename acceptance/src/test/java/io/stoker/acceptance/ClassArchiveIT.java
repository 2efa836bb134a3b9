package io.stoker.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.stoker.acceptance.harness.Cluster;
import io.stoker.acceptance.harness.HomeProcesses;
import io.stoker.acceptance.harness.SharedCluster;
import io.stoker.acceptance.harness.SparkJava;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The archive of Spark's classes that the nodes of these tests make for each other. */
@ExtendWith(SharedCluster.class)
class ClassArchiveIT {
  private final Cluster cluster;

  ClassArchiveIT(Cluster cluster) {
    this.cluster = cluster;
  }

  @Test
  void driversAndExecutorsMapIt() throws IOException {
    Awaitility.await("an archive").atMost(Duration.ofMinutes(4)).until(() -> !archives().isEmpty());
    Path archive = archives().get(0);

    try (SleepingRun run = SleepingRun.atWork(cluster, 8)) {
      List<HomeProcesses.Seen> spark =
          cluster.home().processes().all().stream().filter(HomeProcesses.Seen::isSpark).toList();
      assertThat(spark).hasSizeGreaterThanOrEqualTo(3);
      assertThat(spark).allSatisfy(seen -> assertThat(maps(seen)).contains(archive.toString()));
      run.expectUnharmed();
      assertThat(run.run().completeLog("driver", "stdout")).doesNotContain("cds");
    }
  }

  private static List<Path> archives() throws IOException {
    try (Stream<Path> files = Files.list(SparkJava.ARCHIVES)) {
      return files.filter(file -> file.toString().endsWith(".jsa")).toList();
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
