package io.stoker.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.stoker.acceptance.harness.Cluster;
import io.stoker.acceptance.harness.HomeProcesses.Seen;
import io.stoker.acceptance.harness.SharedCluster;
import io.stoker.acceptance.harness.Signal;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Nodes that are cut off from a platform that does not answer. */
@Tag("long")
class SilentPlatformIT {
  private static final Duration SELF_STOP = Duration.ofSeconds(30);

  @Test
  void theyWorkOnAndEndTheirProcessesOnlyAfterALongSilence() {
    Cluster.Settings settings =
        new Cluster.Settings(
            List.of(), List.of("--stoker.node.self-stop-after=" + SELF_STOP.toSeconds() + "s"));
    try (Cluster cluster = Cluster.start("silent", SharedCluster.NODE_CORES, settings)) {
      Run run = Run.of(cluster.api(), Jobs.shuffledSleepers(600, 1));
      run.await("a task is done", seen -> seen.path("progress").path("tasksCompleted").asInt() > 0);
      List<Seen> processes = new Traces(cluster, run).processes();
      ProcessHandle server = ProcessHandle.of(cluster.server().pid()).orElseThrow();

      Stopwatch watch = Stopwatch.since("platform silent, self-stop after 30 s");
      Signal.STOP.sendTo(server);
      Awaitility.await("the first end of a process")
          .atMost(Duration.ofMinutes(3))
          .pollInterval(Duration.ofMillis(200))
          .until(() -> processes.stream().anyMatch(seen -> !seen.process().isAlive()));
      assertThat(watch.note("first process ends")).isGreaterThan(SELF_STOP.minusSeconds(3));
      Awaitility.await("the end of all")
          .atMost(Duration.ofSeconds(60))
          .until(() -> processes.stream().noneMatch(seen -> seen.process().isAlive()));
      watch.note("all are gone");
      Signal.CONT.sendTo(server);

      JsonNode end = run.expectEnd("FAILED").get();
      assertThat(end.at("/reason/message").asString()).contains("heard nothing from the platform");
    }
  }
}
