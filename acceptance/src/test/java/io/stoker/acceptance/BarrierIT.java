package io.stoker.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.stoker.acceptance.harness.Cluster;
import io.stoker.acceptance.harness.Packaged;
import io.stoker.acceptance.harness.SharedCluster;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** A stage whose tasks start together or not at all, with real Spark, in a cluster that is full. */
@Tag("long")
@ExtendWith(SharedCluster.class)
class BarrierIT {
  private final Cluster cluster;

  BarrierIT(Cluster cluster) {
    this.cluster = cluster;
  }

  /** Six cores: three are taken by a run at work when one comes that needs four and a half. */
  @Test
  void aBarrierStageGetsItsFourExecutorsThoughOtherRunsAreSubmittedAllTheTime() throws IOException {
    Run sleepers = Run.of(cluster.api(), Jobs.sleepers(110));
    awaitExecutors(sleepers, 2);
    Run together = Run.of(cluster.api(), together());
    awaitExecutors(together, 2);
    Stopwatch watch = Stopwatch.since("two of the four executors of a barrier stage are there");
    String job = Run.create(cluster.api(), Jobs.query("select 1 n"));
    List<Run> others = new ArrayList<>();
    Awaitility.await("the end of the run with the barrier stage")
        .atMost(Duration.ofMinutes(5))
        .pollInterval(Duration.ofMillis(500))
        .until(
            () -> {
              if (others.stream().filter(run -> !isOver(run)).count() < 2) {
                others.add(Run.start(cluster.api(), job, Map.of()));
              }
              return isOver(together);
            });
    watch.note("it is over");
    together.expectSuccess();
    assertThat(together.get().required("attempts").asInt()).isEqualTo(1);
    assertThat(sleepers.expectSuccess().get().required("attempts").asInt()).isEqualTo(1);
    assertThat(others).isNotEmpty().allSatisfy(Run::expectSuccess);

    assertThat(together.endedExecutors())
        .as("none was given to those that came later")
        .hasSize(4)
        .noneMatch(it -> it.at("/reason/code").asString().equals("DECOMMISSIONED"));
    assertThat(lines(together))
        .containsExactly("0: 0 1 2 3", "1: 0 1 2 3", "2: 0 1 2 3", "3: 0 1 2 3");
    assertThat(together.completeLog("driver", "stderr"))
        .as("Spark had to wait for slots")
        .contains("requires 4 slots, but only 2 are available");
  }

  private ObjectNode together() {
    String artifact =
        cluster
            .api()
            .upload("/api/v1/artifacts?name=examples.jar", Packaged.examples())
            .json()
            .required("id")
            .asString();
    ObjectNode job = Jobs.jar(artifact, "examples.Together", "4", "${run.output}");
    ((ObjectNode) job.required("executor")).put("instances", 4);
    return job;
  }

  private static void awaitExecutors(Run run, int count) {
    run.await(
        count + " executors are there", seen -> seen.at("/progress/executors").asInt() == count);
  }

  private static boolean isOver(Run run) {
    return run.get().hasNonNull("finishedAt");
  }

  private static List<String> lines(Run run) throws IOException {
    Path output = Path.of(URI.create(run.manifest().required("location").asString()));
    TreeSet<String> lines = new TreeSet<>();
    for (JsonNode file : run.manifest().required("files")) {
      lines.addAll(Files.readAllLines(output.resolve(file.required("path").asString())));
    }
    return List.copyOf(lines);
  }
}
