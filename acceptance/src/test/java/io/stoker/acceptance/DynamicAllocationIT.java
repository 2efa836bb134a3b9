package io.stoker.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.stoker.acceptance.harness.Cluster;
import io.stoker.acceptance.harness.Packaged;
import io.stoker.acceptance.harness.SharedCluster;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Executors by load, with real Spark: up, down to none, and up again. */
@Tag("long")
@ExtendWith(SharedCluster.class)
class DynamicAllocationIT {
  private final Cluster cluster;

  DynamicAllocationIT(Cluster cluster) {
    this.cluster = cluster;
  }

  @Test
  void executorsAreGivenBackAndComeAgainWithoutAnyTaskDoneTwice() {
    String artifact =
        cluster
            .api()
            .upload("/api/v1/artifacts?name=examples.jar", Packaged.examples())
            .json()
            .required("id")
            .asString();
    ObjectNode job = Jobs.jar(artifact, "examples.CountsTwice", "90", "${run.output}");
    ((ObjectNode) job.required("executor")).remove("instances");
    job.putObject("dynamicAllocation")
        .put("enabled", true)
        .put("maxExecutors", 2)
        .put("executorIdleTimeout", "PT3S");

    Stopwatch watch = Stopwatch.since("a run with executors by load");
    Run run = Run.of(cluster.api(), job);
    await("both executors").until(() -> living(run), living -> living == 2);
    watch.note("two executors run");
    await("no executor").until(() -> living(run), living -> living == 0);
    watch.note("all are given back");
    assertThat(run.get().required("state").asString()).isEqualTo("RUNNING");
    run.expectSuccess();
    watch.note("SUCCEEDED with others");

    Path output = Path.of(URI.create(run.manifest().required("location").asString()));
    assertThat(output.resolve("part-00000")).hasContent("6,3,3");
    List<JsonNode> executors = run.endedExecutors();
    assertThat(executors).hasSizeGreaterThanOrEqualTo(3);
    assertThat(executors.subList(0, 2))
        .allSatisfy(
            executor ->
                assertThat(executor.at("/reason/message").asString())
                    .contains("Spark needs it no more"));
    Traces traces = new Traces(cluster, run);
    await("its directories are gone").until(() -> traces.directories().isEmpty());
  }

  private static long living(Run run) {
    return run.items("/executors").stream()
        .filter(executor -> executor.required("state").asString().equals("RUNNING"))
        .count();
  }

  private static ConditionFactory await(String what) {
    return Awaitility.await(what)
        .atMost(Duration.ofMinutes(2))
        .pollInterval(Duration.ofMillis(200));
  }
}
