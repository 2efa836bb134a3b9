package io.stoker.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.stoker.acceptance.harness.Cluster;
import io.stoker.acceptance.harness.SharedCluster;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.LongStream;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;

/** Nodes are drained, restarted and taken back one after the other while a run is at work. */
@Tag("long")
@ExtendWith(SharedCluster.class)
class RollingDrainIT {
  private static final int TASKS = 90;
  private static final int TASKS_AFTER_SHUFFLE = 3;

  private final Cluster cluster;

  RollingDrainIT(Cluster cluster) {
    this.cluster = cluster;
  }

  @AfterEach
  void bothNodesAreBack() {
    for (int number : List.of(1, 2)) {
      if (!cluster.node(number).isAlive()) {
        cluster.node(number).start();
      }
      cluster.api().post(path(number) + ":undrain", Map.of());
    }
    cluster.awaitNodes(2);
  }

  @Test
  void aRunOutlivesTheDrainAndRestartOfBothNodes() {
    Run run = Run.of(cluster.api(), Jobs.shuffledSleepers(TASKS, 1));
    soon().until(() -> runningOn(run, 1) == 1 && runningOn(run, 2) == 1);
    int driver = driverNode(run);
    int other = 3 - driver;

    Stopwatch watch = Stopwatch.since("drain of a node with an executor at work");
    drain(other);
    soon().until(() -> runningOn(run, driver) == 2);
    watch.note("the executor is replaced on the other node");
    awaitState(other, "DRAINED");
    watch.note("DRAINED");
    restart(other, run);
    watch.note("its service is restarted, READY");

    Stopwatch second = Stopwatch.since("drain of the driver's node");
    drain(driver);
    soon().until(() -> runningOn(run, other) == 2 && runningOn(run, driver) == 0);
    second.note("both executors are on the other node");
    assertThat(node(driver).required("drivers").asInt()).isEqualTo(1);
    run.expectSuccess();
    second.note("SUCCEEDED");
    awaitState(driver, "DRAINED");
    second.note("DRAINED");
    restart(driver, run);

    assertThat(run.get().required("attempts").asInt()).isEqualTo(1);
    assertThat(run.longs("id")).isEqualTo(LongStream.range(0, TASKS).boxed().toList());
    assertThat(run.get().at("/progress/tasksFailed").asInt()).as("no task was lost").isZero();
    assertThat(
            run.get("/progress")
                .required("stages")
                .valueStream()
                .mapToInt(stage -> stage.required("tasksCompleted").asInt())
                .sum())
        .as("what they had written was handed on, so none was done again")
        .isEqualTo(TASKS + TASKS_AFTER_SHUFFLE);
    assertThat(run.endedExecutors())
        .filteredOn(one -> one.at("/reason/code").asString("").equals("DECOMMISSIONED"))
        .hasSizeGreaterThanOrEqualTo(3)
        .allSatisfy(one -> assertThat(one.required("exitCode").asInt()).isZero());
  }

  private void drain(int number) {
    JsonNode node =
        cluster
            .api()
            .post(path(number) + ":drain", Map.of("reason", "new kernel", "deadline", "PT5M"))
            .expect(200)
            .json();
    assertThat(node.required("state").asString()).isEqualTo("DRAINING");
  }

  private void restart(int number, Run run) {
    long epoch = node(number).required("epoch").asLong();
    cluster.node(number).stop();
    cluster.node(number).start();
    soon().until(() -> node(number).required("epoch").asLong() > epoch);
    soon().until(() -> node(number).required("storageShared").asBoolean());
    assertThat(node(number).required("state").asString()).isEqualTo("DRAINED");
    cluster.api().post(path(number) + ":undrain", Map.of()).expect(200);
    awaitState(number, "READY");
    assertThat(run.get().required("state").asString())
        .isIn(Set.of("RUNNING", "COMMITTING", "SUCCEEDED"));
  }

  private void awaitState(int number, String state) {
    soon().until(() -> node(number).required("state").asString().equals(state));
  }

  private JsonNode node(int number) {
    return cluster
        .nodeResources()
        .filter(node -> node.required("name").asString().equals("node-" + number))
        .findFirst()
        .orElseThrow();
  }

  private String path(int number) {
    return "/api/v1/nodes/" + node(number).required("id").asString();
  }

  private static int driverNode(Run run) {
    String name = run.items("/attempts").get(0).required("node").asString();
    return Integer.parseInt(name.substring("node-".length()));
  }

  private static long runningOn(Run run, int node) {
    return run.items("/executors").stream()
        .filter(executor -> executor.path("node").asString("").equals("node-" + node))
        .filter(executor -> executor.required("state").asString().equals("RUNNING"))
        .filter(executor -> executor.path("completedTasks").asInt() > 0)
        .count();
  }

  private static ConditionFactory soon() {
    return Awaitility.await().atMost(Duration.ofMinutes(4)).pollInterval(Duration.ofMillis(200));
  }
}
