package io.stoker.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.stoker.acceptance.harness.Cluster;
import io.stoker.acceptance.harness.Packaged;
import io.stoker.acceptance.harness.SharedCluster;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
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
class ElasticDrainIT extends TwoNodes {
  private static final int NUMBERS = 20;

  ElasticDrainIT(Cluster cluster) {
    super(cluster);
  }

  @Test
  void whatADrainedExecutorHadComputedIsNotComputedAgain(@TempDir Path directory)
      throws IOException {
    Path signal = directory.resolve("go-on");
    Run run = atWork(elastic(signal));
    run.await(
        "numbers are cached and counted", it -> it.at("/progress/tasksCompleted").asInt() >= 23);
    int drained = 3 - Nodes.ofDriver(run);

    Stopwatch watch = Stopwatch.since("drain of a node under a run with dynamic allocation");
    nodes.drain(drained);
    soon("one in its place elsewhere").until(() -> Nodes.living(run, 3 - drained) == 2);
    watch.note("the executor is replaced on the other node");
    nodes.awaitState(drained, "DRAINED");
    watch.note("DRAINED, with what it had cached and written handed on");
    assertThat(Nodes.living(run, drained)).isZero();
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
}
