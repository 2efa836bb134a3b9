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
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.node.ObjectNode;

/**
 * A node is drained under a run with executors by load: what its executor there cached and wrote is
 * handed on, and read elsewhere.
 */
@Tag("long")
@ExtendWith(SharedCluster.class)
class ElasticDrainIT {
  private static final int NUMBERS = 20;

  private final Nodes nodes;
  private final Cluster cluster;

  ElasticDrainIT(Cluster cluster) {
    this.cluster = cluster;
    this.nodes = new Nodes(cluster);
  }

  @AfterEach
  void bothNodesAreBack() {
    nodes.takeBack();
  }

  @Test
  void whatADrainedExecutorHadComputedIsNotComputedAgain(@TempDir Path directory)
      throws IOException {
    Path signal = directory.resolve("go-on");
    Run run = Run.of(cluster.api(), elastic(signal));
    run.await(
        "numbers are cached and counted", it -> it.at("/progress/tasksCompleted").asInt() >= 23);
    soon("an executor at work on each node")
        .until(() -> Nodes.atWork(run, 1) == 1 && Nodes.atWork(run, 2) == 1);
    int drained = 3 - Nodes.ofDriver(run);

    Stopwatch watch = Stopwatch.since("drain of a node under a run with dynamic allocation");
    nodes.drain(drained);
    soon("one in its place elsewhere").until(() -> living(run, 3 - drained) == 2);
    watch.note("the executor is replaced on the other node");
    nodes.awaitState(drained, "DRAINED");
    watch.note("DRAINED, with what it had cached and written handed on");
    assertThat(living(run, drained)).isZero();
    Files.createFile(signal);
    run.expectSuccess();
    watch.note("SUCCEEDED");

    assertThat(run.get().required("attempts").asInt()).isEqualTo(1);
    assertThat(run.get().at("/progress/tasksFailed").asInt()).as("no task was lost").isZero();
    Path output = Path.of(URI.create(run.manifest().required("location").asString()));
    assertThat(output.resolve("part-00000"))
        .as("computed, tasks before the shuffle, numbers, keys")
        .hasContent("%d,%d,%d,3".formatted(NUMBERS, NUMBERS, NUMBERS));
    assertThat(run.endedExecutors())
        .filteredOn(one -> one.required("node").asString().equals("node-" + drained))
        .hasSize(1)
        .allSatisfy(one -> assertThat(one.required("exitCode").asInt()).isZero())
        .allSatisfy(
            one -> assertThat(one.at("/reason/code").asString()).isEqualTo("DECOMMISSIONED"));

    nodes.undrain(drained);
    Run next = Run.of(cluster.api(), Jobs.sleepers(8));
    soon("the node is used again").until(() -> Nodes.atWork(next, drained) == 1);
    next.expectSuccess();
  }

  private ObjectNode elastic(Path signal) {
    String artifact =
        cluster
            .api()
            .upload("/api/v1/artifacts?name=examples.jar", Packaged.examples())
            .json()
            .required("id")
            .asString();
    ObjectNode job =
        Jobs.jar(artifact, "examples.ReadsAgain", signal.toString(), "200", "${run.output}");
    ((ObjectNode) job.required("executor")).remove("instances");
    job.putObject("dynamicAllocation")
        .put("enabled", true)
        .put("minExecutors", 2)
        .put("maxExecutors", 2)
        .put("executorIdleTimeout", "PT3S");
    return job;
  }

  private static long living(Run run, int node) {
    return run.items("/executors").stream()
        .filter(executor -> executor.path("node").asString("").equals("node-" + node))
        .filter(executor -> executor.required("state").asString().equals("RUNNING"))
        .count();
  }

  private static ConditionFactory soon(String what) {
    return Awaitility.await(what)
        .atMost(Duration.ofMinutes(3))
        .pollInterval(Duration.ofMillis(200));
  }
}
