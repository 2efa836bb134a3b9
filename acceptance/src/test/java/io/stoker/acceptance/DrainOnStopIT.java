package io.stoker.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.stoker.acceptance.harness.Cluster;
import io.stoker.acceptance.harness.SharedCluster;
import io.stoker.acceptance.harness.Signal;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code stoker node --drain-on-stop}: SIGTERM empties the node under runs before it ends. */
@Tag("long")
@ExtendWith(SharedCluster.class)
class DrainOnStopIT extends TwoNodes {
  private static final int TASKS = 90;
  private static final int TASKS_AFTER_SHUFFLE = 3;

  /** Of a JVM that SIGTERM has ended. */
  private static final int TERMINATED = 143;

  DrainOnStopIT(Cluster cluster) {
    super(cluster);
  }

  @Test
  void executorsHandOnWhatTheyHaveBeforeTheServiceEnds() {
    ObjectNode job = Jobs.shuffledSleepers(TASKS, 1);
    select(job, "driver", "required", "node-1");
    select(job, "executor", "preferred", "node-3");
    try (TypedNode node = TypedNode.start(cluster, 3, "--drain-on-stop", "3m")) {
      Run run = Run.of(cluster.api(), job);
      run.await("both executors at work", seen -> Nodes.atWork(run, 3) == 2);

      Stopwatch watch = Stopwatch.since("SIGTERM to a node that drains on stop, with executors");
      node.send(Signal.TERM);
      run.await("DRAINING", seen -> nodes.get(3).required("state").asString().equals("DRAINING"));
      watch.note("DRAINING");
      node.send(Signal.TERM); // changes nothing
      run.await("executors elsewhere", seen -> Nodes.atWork(run, 1) + Nodes.atWork(run, 2) == 2);
      watch.note("the executors are replaced elsewhere");
      node.awaitEnd();
      watch.note("its service has ended by itself");
      assertLeftEmpty(node);
      run.expectSuccess();
      watch.note("SUCCEEDED");

      assertRowsAreRight(run, TASKS);
      assertNothingWasDoneTwice(run, TASKS + TASKS_AFTER_SHUFFLE);
      run.endedExecutors();
      assertThat(Nodes.executors(run, 3))
          .hasSize(2)
          .allSatisfy(one -> assertThat(one.required("exitCode").asInt()).isZero())
          .allSatisfy(
              one -> assertThat(one.at("/reason/code").asString()).isEqualTo("DECOMMISSIONED"));
      node.service().start();
      nodes.awaitState(3, "READY"); // its own order is void with its next start
      node.send(Signal.TERM);
      node.awaitEnd();
      assertLeftEmpty(node);
    }
  }

  @Test
  void aDriverIsWaitedFor() {
    ObjectNode job = Jobs.shuffledSleepers(TASKS / 3, 2);
    select(job, "driver", "required", "node-4");
    try (TypedNode node = TypedNode.start(cluster, 4, "--drain-on-stop", "3m")) {
      Run run = Run.of(cluster.api(), job);
      run.await("tasks are done", seen -> run.tasksCompleted() >= 2);

      Stopwatch watch = Stopwatch.since("SIGTERM to a node that drains on stop, with a driver");
      node.send(Signal.TERM);
      run.expectSuccess();
      watch.note("SUCCEEDED");
      node.awaitEnd();
      watch.note("its service has ended by itself");
      assertLeftEmpty(node);

      assertThat(run.attempt(1).required("node").asString()).isEqualTo("node-4");
      assertRowsAreRight(run, TASKS / 3);
      assertNothingWasDoneTwice(run, TASKS / 3 + TASKS_AFTER_SHUFFLE);
    }
  }

  @Test
  void whatIsLeftAtItsDeadlineIsEnded() {
    Duration deadline = Duration.ofSeconds(15);
    ObjectNode job = Jobs.shuffledSleepers(TASKS, 2);
    select(job, "driver", "preferred", "node-5");
    try (TypedNode node = TypedNode.start(cluster, 5, "--drain-on-stop", "15s")) {
      Run run = Run.of(cluster.api(), job);
      run.await("tasks are done", seen -> run.tasksCompleted() >= 2);

      Stopwatch watch = Stopwatch.since("SIGTERM with a driver, drain on stop for 15 s");
      node.send(Signal.TERM);
      run.await("the next attempt", seen -> seen.required("attempts").asInt() == 2);
      assertThat(watch.note("the next attempt has a node elsewhere"))
          .isGreaterThan(deadline.minusSeconds(2));
      node.awaitEnd();
      watch.note("its service has ended by itself");
      assertLeftEmpty(node);
      run.expectSuccess();
      watch.note("SUCCEEDED, with " + TASKS + " s of tasks");

      JsonNode first = run.attempt(1);
      assertThat(first.required("node").asString()).isEqualTo("node-5");
      assertThat(first.at("/reason/code").asString()).isEqualTo("NODE_DRAINED");
      assertThat(first.at("/reason/message").asString()).contains("its service is stopping");
      assertRowsAreRight(run, TASKS);
    }
  }

  private void assertLeftEmpty(TypedNode node) {
    assertThat(node.service().exitCode()).isEqualTo(TERMINATED);
    assertThat(nodes.get(node.number()).required("state").asString()).isEqualTo("DRAINED");
    assertThat(nodes.leftProcesses(node.number())).isEmpty();
    assertThat(nodes.leftDirectories(node.number())).isEmpty();
  }

  private static void select(ObjectNode job, String process, String how, String zone) {
    ((ObjectNode) job.required(process)).putObject("nodeSelector").putObject(how).put("zone", zone);
  }
}
