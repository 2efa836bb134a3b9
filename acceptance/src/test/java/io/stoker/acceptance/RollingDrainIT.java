package io.stoker.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.stoker.acceptance.harness.Cluster;
import io.stoker.acceptance.harness.SharedCluster;
import java.time.Duration;
import java.util.Set;
import java.util.stream.LongStream;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Nodes are drained, restarted and taken back one after the other while a run is at work. */
@Tag("long")
@ExtendWith(SharedCluster.class)
class RollingDrainIT {
  private static final int TASKS = 90;
  private static final int TASKS_AFTER_SHUFFLE = 3;

  private final Cluster cluster;
  private final Nodes nodes;

  RollingDrainIT(Cluster cluster) {
    this.cluster = cluster;
    this.nodes = new Nodes(cluster);
  }

  @AfterEach
  void bothNodesAreBack() {
    nodes.takeBack();
  }

  @Test
  void aRunOutlivesTheDrainAndRestartOfBothNodes() {
    Run run = Run.of(cluster.api(), Jobs.shuffledSleepers(TASKS, 1));
    soon().until(() -> Nodes.atWork(run, 1) == 1 && Nodes.atWork(run, 2) == 1);
    int driver = Nodes.ofDriver(run);
    int other = 3 - driver;

    Stopwatch watch = Stopwatch.since("drain of a node with an executor at work");
    nodes.drain(other);
    soon().until(() -> Nodes.atWork(run, driver) == 2);
    watch.note("the executor is replaced on the other node");
    nodes.awaitState(other, "DRAINED");
    watch.note("DRAINED");
    restart(other, run);
    watch.note("its service is restarted, READY");

    Stopwatch second = Stopwatch.since("drain of the driver's node");
    nodes.drain(driver);
    soon().until(() -> Nodes.atWork(run, other) == 2 && Nodes.atWork(run, driver) == 0);
    second.note("both executors are on the other node");
    assertThat(nodes.get(driver).required("drivers").asInt()).isEqualTo(1);
    run.expectSuccess();
    second.note("SUCCEEDED");
    nodes.awaitState(driver, "DRAINED");
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

  private void restart(int number, Run run) {
    long epoch = nodes.get(number).required("epoch").asLong();
    cluster.node(number).stop();
    cluster.node(number).start();
    soon().until(() -> nodes.get(number).required("epoch").asLong() > epoch);
    soon().until(() -> nodes.get(number).required("storageShared").asBoolean());
    assertThat(nodes.get(number).required("state").asString()).isEqualTo("DRAINED");
    nodes.undrain(number);
    assertThat(run.get().required("state").asString())
        .isIn(Set.of("RUNNING", "COMMITTING", "SUCCEEDED"));
  }

  private static ConditionFactory soon() {
    return Awaitility.await().atMost(Duration.ofMinutes(4)).pollInterval(Duration.ofMillis(200));
  }
}
