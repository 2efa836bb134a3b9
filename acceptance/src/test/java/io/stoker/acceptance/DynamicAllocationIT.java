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
    ObjectNode job = elastic("examples.CountsTwice", "90", "${run.output}");
    Stopwatch watch = Stopwatch.since("a run with executors by load");
    Run run = Run.of(cluster.api(), job);
    await("both executors").until(() -> living(run, 0), living -> living == 2);
    watch.note("two executors run");
    await("no executor").until(() -> living(run, 0), living -> living == 0);
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

  @Test
  void aStageHasExecutorsOfItsOwnSizeAndThoseOfTheStageBeforeLeave() throws IOException {
    Stopwatch watch = Stopwatch.since("a run with two resource profiles");
    Run run =
        Run.of(cluster.api(), elastic("examples.TwoProfiles", "executors", "2", "${run.output}"));
    await("two executors of the default profile")
        .until(() -> living(run, 0), living -> living == 2);
    await("larger ones").until(() -> living(run, 1), living -> living > 0);
    watch.note("a larger executor runs");
    await("none of the default profile").until(() -> living(run, 0), living -> living == 0);
    assertThat(living(run, 1)).as("larger ones are still at work").isPositive();
    run.expectSuccess();
    watch.note("SUCCEEDED");

    List<JsonNode> executors = run.endedExecutors();
    assertThat(executors)
        .filteredOn(executor -> profile(executor) == 0)
        .hasSize(2)
        .allSatisfy(executor -> assertSize(executor, 1, 512, 512 + 384))
        .allSatisfy(
            executor ->
                assertThat(executor.at("/reason/message").asString())
                    .contains("Spark needs it no more"))
        .allSatisfy(executor -> assertThat(executor.path("completedTasks").asInt()).isPositive());
    // two tasks of two cores; 700 MiB are what a JVM takes for 704
    assertThat(executors)
        .filteredOn(executor -> profile(executor) == 1)
        .hasSizeBetween(1, 2)
        .allSatisfy(executor -> assertSize(executor, 2, 704, 704 + 256))
        .allSatisfy(
            executor ->
                assertThat(executor.at("/memory/peak/unifiedCapacityBytes").asLong())
                    .isEqualTo((long) (((704L - 300) << 20) * 0.6)));
    assertThat(lines(run)).containsExactly("0,50,2,704", "1,50,2,704");
  }

  @Test
  void aProfileOfTasksUsesTheExecutorsThatThereAre() throws IOException {
    ObjectNode job = job("examples.TwoProfiles", "tasks", "2", "${run.output}");
    ((ObjectNode) job.required("executor")).put("cores", 2);
    Run run = Run.of(cluster.api(), job).expectSuccess();

    assertThat(run.endedExecutors()).hasSize(1).allMatch(executor -> profile(executor) == 0);
    assertThat(lines(run)).containsExactly("0,50,2,512", "1,50,2,512");
  }

  @Test
  void aProfileOfItsOwnExecutorsIsRefusedWithoutDynamicAllocation() {
    Run run =
        Run.of(cluster.api(), job("examples.TwoProfiles", "executors", "2", "${run.output}"))
            .expectEnd("FAILED");
    assertThat(run.get().at("/reason/code").asString()).isEqualTo("RESOURCE_PROFILE_REFUSED");
    assertThat(run.get().at("/reason/message").asString()).contains("dynamicAllocation");
  }

  private static int profile(JsonNode executor) {
    return executor.required("resourceProfile").asInt();
  }

  private static void assertSize(JsonNode executor, int cores, long heapMib, long memoryMib) {
    assertThat(executor.required("cores").asInt()).isEqualTo(cores);
    assertThat(executor.required("heapBytes").asLong()).isEqualTo(heapMib << 20);
    assertThat(executor.required("memoryBytes").asLong()).isEqualTo(memoryMib << 20);
  }

  private static List<String> lines(Run run) throws IOException {
    Path output = Path.of(URI.create(run.manifest().required("location").asString()));
    List<String> lines = new ArrayList<>();
    for (JsonNode file : run.manifest().required("files")) {
      lines.addAll(Files.readAllLines(output.resolve(file.required("path").asString())));
    }
    return lines.stream().sorted().toList();
  }

  private ObjectNode job(String mainClass, String... arguments) {
    String artifact =
        cluster
            .api()
            .upload("/api/v1/artifacts?name=examples.jar", Packaged.examples())
            .json()
            .required("id")
            .asString();
    return Jobs.jar(artifact, mainClass, arguments);
  }

  private ObjectNode elastic(String mainClass, String... arguments) {
    ObjectNode job = job(mainClass, arguments);
    ((ObjectNode) job.required("executor")).remove("instances");
    job.putObject("dynamicAllocation")
        .put("enabled", true)
        .put("maxExecutors", 2)
        .put("executorIdleTimeout", "PT3S");
    return job;
  }

  private static long living(Run run, int profile) {
    return run.items("/executors").stream()
        .filter(executor -> executor.required("state").asString().equals("RUNNING"))
        .filter(executor -> profile(executor) == profile)
        .count();
  }

  private static ConditionFactory await(String what) {
    return Awaitility.await(what)
        .atMost(Duration.ofMinutes(2))
        .pollInterval(Duration.ofMillis(200));
  }
}
