package io.stoker.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.stoker.acceptance.harness.Cluster;
import io.stoker.acceptance.harness.SharedCluster;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Nodes are drained, restarted and taken back one after the other while a run is at work. */
@Tag("long")
@ExtendWith(SharedCluster.class)
class RollingDrainIT extends TwoNodes {
  private static final int TASKS = 90;
  private static final int TASKS_AFTER_SHUFFLE = 3;

  RollingDrainIT(Cluster cluster) {
    super(cluster);
  }

  @Test
  void aRunOutlivesTheDrainAndRestartOfBothNodes() {
    Run run = atWork(Jobs.shuffledSleepers(TASKS, 1));
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
    restartService(driver, run);
    second.note("its service is restarted under the driver at work");
    assertThat(nodes.get(driver).required("state").asString()).isEqualTo("DRAINING");
    assertThat(nodes.get(driver).required("drivers").asInt()).isEqualTo(1);
    run.expectSuccess();
    second.note("SUCCEEDED");
    nodes.awaitState(driver, "DRAINED");
    second.note("DRAINED");
    restart(driver, run);

    assertRowsAreRight(run, TASKS);
    assertNothingWasDoneTwice(run, TASKS + TASKS_AFTER_SHUFFLE);
    assertThat(run.endedExecutors())
        .filteredOn(one -> one.at("/reason/code").asString("").equals("DECOMMISSIONED"))
        .hasSizeGreaterThanOrEqualTo(3)
        .allSatisfy(one -> assertThat(one.required("exitCode").asInt()).isZero());
  }

  private void restart(int number, Run run) {
    restartService(number, run);
    assertThat(nodes.get(number).required("state").asString()).isEqualTo("DRAINED");
    nodes.undrain(number);
  }

  private void restartService(int number, Run run) {
    long epoch = nodes.get(number).required("epoch").asLong();
    cluster.node(number).stop();
    cluster.node(number).start();
    soon().until(() -> nodes.get(number).required("epoch").asLong() > epoch);
    soon().until(() -> nodes.get(number).required("storageShared").asBoolean());
    assertThat(run.get().required("state").asString())
        .isIn(Set.of("RUNNING", "COMMITTING", "SUCCEEDED"));
  }
}
