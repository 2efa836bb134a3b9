package io.stoker.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.stoker.acceptance.harness.Cluster;
import java.time.Duration;
import java.util.stream.LongStream;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import tools.jackson.databind.node.ObjectNode;

/**
 * A cluster's two nodes under a run, for tests that order the nodes about or harm them. When a test
 * is over both take work again.
 */
abstract class TwoNodes {
  protected final Cluster cluster;
  protected final Nodes nodes;

  TwoNodes(Cluster cluster) {
    this.cluster = cluster;
    this.nodes = new Nodes(cluster);
  }

  @AfterEach
  void bothNodesAreBack() {
    nodes.takeBack();
  }

  /** A run of which an executor on each node has done a task. */
  protected Run atWork(ObjectNode job) {
    Run run = Run.of(cluster.api(), job);
    run.await(
        "an executor at work on each node",
        seen -> Nodes.atWork(run, 1) == 1 && Nodes.atWork(run, 2) == 1);
    return run;
  }

  /** The result has the row of each of so many tasks, and none twice. */
  protected static void assertRowsAreRight(Run run, int tasks) {
    assertThat(run.longs("id")).isEqualTo(LongStream.range(0, tasks).boxed().toList());
  }

  /** The one attempt did so many tasks and no more, so nothing was lost and done again. */
  protected static void assertNothingWasDoneTwice(Run run, int tasks) {
    assertThat(run.get().required("attempts").asInt()).isEqualTo(1);
    assertThat(run.get().at("/progress/tasksFailed").asInt()).as("no task was lost").isZero();
    assertThat(
            run.get("/progress")
                .required("stages")
                .valueStream()
                .mapToInt(stage -> stage.required("tasksCompleted").asInt())
                .sum())
        .as("what was written was at hand or handed on, so none was done again")
        .isEqualTo(tasks);
  }

  protected static ConditionFactory soon() {
    return Awaitility.await().atMost(Duration.ofMinutes(4)).pollInterval(Duration.ofMillis(200));
  }

  protected static ConditionFactory soon(String what) {
    return soon().alias(what);
  }
}
