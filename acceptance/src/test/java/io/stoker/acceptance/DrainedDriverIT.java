package io.stoker.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.stoker.acceptance.harness.Cluster;
import io.stoker.acceptance.harness.SharedCluster;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The node of a driver is drained: the run moves, or is waited for as long as there is time. */
@Tag("long")
@ExtendWith(SharedCluster.class)
class DrainedDriverIT extends TwoNodes {
  private static final int TASKS = 90;

  DrainedDriverIT(Cluster cluster) {
    super(cluster);
  }

  /** The job's backoff is for failures: who moves a run shall not have to wait for it. */
  @Test
  void aRunMovesToTheOtherNodeAtOnceAndTheDrainIsSeenToGoOn() {
    ObjectNode job = Jobs.shuffledSleepers(TASKS, 2);
    ((ObjectNode) job.required("retry")).put("backoff", "PT3M");
    Run run = atWork(job);
    int drained = Nodes.ofDriver(run);

    Stopwatch watch = Stopwatch.since("drain of the driver's node, with MOVE");
    try (Watch<JsonNode> looks = Watch.every(Duration.ofMillis(50), () -> nodes.get(drained))) {
      assertThat(nodes.drain(drained, "MOVE", Duration.ofMinutes(5)).required("drivers").asInt())
          .as("its process lives")
          .isEqualTo(1);
      run.await("the next attempt", seen -> seen.required("attempts").asInt() == 2);
      assertThat(watch.note("the next attempt has a node")).isLessThan(Duration.ofMinutes(2));
      nodes.awaitState(drained, "DRAINED");
      watch.note("DRAINED");
      assertProgress(looks.stop());
    }
    run.await("its driver", seen -> run.attempt(2).required("state").asString().equals("RUNNING"));
    watch.note("its driver is ready");
    nodes.awaitEmpty(drained);
    watch.note("no process is left but the node's service");
    run.expectSuccess();
    watch.note("SUCCEEDED, with " + TASKS + " s of tasks");

    assertMoved(run, drained);
    assertThat(run.items("/events"))
        .filteredOn(event -> event.required("type").asString().equals("RUN_RETRY_WAIT"))
        .singleElement()
        .satisfies(
            event ->
                assertThat(event.at("/reason/message").asString())
                    .contains("Attempt 1 of 2 has ended with NODE_DRAINED", "at once"));
    assertThat(nodes.get(drained).required("state").asString()).isEqualTo("DRAINED");
  }

  @Test
  void aDriverIsWaitedForUntilTheDeadlineThenItsRunMoves() {
    Duration deadline = Duration.ofSeconds(20);
    Run run = atWork(Jobs.shuffledSleepers(TASKS, 2));
    int drained = Nodes.ofDriver(run);

    Stopwatch watch = Stopwatch.since("drain of the driver's node, 20 s to its deadline");
    nodes.drain(drained, "WAIT", deadline);
    run.await("executors elsewhere", seen -> Nodes.living(run, 3 - drained) == 2);
    watch.note("the executor is replaced on the other node");
    assertThat(run.get().required("attempts").asInt()).isEqualTo(1);
    JsonNode node = nodes.get(drained);
    assertThat(node.required("drivers").asInt()).isEqualTo(1);
    assertThat(node.at("/drain/secondsLeft").asLong()).isBetween(0L, deadline.toSeconds() - 1);
    run.await("the next attempt", seen -> seen.required("attempts").asInt() == 2);
    assertThat(watch.note("the next attempt has a node")).isGreaterThan(deadline.minusSeconds(2));
    nodes.awaitState(drained, "DRAINED");
    watch.note("DRAINED");
    nodes.awaitEmpty(drained);
    run.expectSuccess();
    watch.note("SUCCEEDED, with " + TASKS + " s of tasks");

    assertMoved(run, drained);
  }

  /** It must not run twice: a job that says so is not moved, and has until the deadline. */
  @Test
  void aRunOnItsLastAttemptIsNotMovedAndFailsAtTheDeadline() {
    Duration deadline = Duration.ofSeconds(15);
    Run run = atWork(Jobs.shuffledSleepers(TASKS, 1));
    int drained = Nodes.ofDriver(run);

    Stopwatch watch = Stopwatch.since("drain of a last attempt's node with MOVE, 15 s to go");
    nodes.drain(drained, "MOVE", deadline);
    JsonNode end = run.expectEnd("FAILED").get();
    assertThat(watch.note("FAILED")).isGreaterThan(deadline.minusSeconds(2));
    nodes.awaitEmpty(drained);
    watch.note("DRAINED, and empty");

    assertThat(end.at("/reason/code").asString()).isEqualTo("NODE_DRAINED");
    assertThat(end.at("/reason/message").asString()).contains("node-" + drained, "new kernel");
    assertThat(run.items("/attempts")).hasSize(1);
  }

  private static void assertMoved(Run run, int from) {
    assertThat(run.items("/attempts")).hasSize(2);
    JsonNode first = run.attempt(1);
    assertThat(first.required("node").asString()).isEqualTo("node-" + from);
    assertThat(first.at("/reason/code").asString()).isEqualTo("NODE_DRAINED");
    assertThat(first.at("/reason/message").asString())
        .isEqualTo("Node node-%d is being drained: new kernel.".formatted(from));
    JsonNode second = run.attempt(2);
    assertThat(second.required("node").asString()).isEqualTo("node-" + (3 - from));
    assertThat(run.manifest().required("fence")).isEqualTo(second.required("fence"));
    assertRowsAreRight(run, TASKS);
    assertThat(run.endedExecutors()).allSatisfy(one -> assertThat(one.has("reason")).isTrue());
  }

  /** What the node was seen to be between the order and its end. */
  private static void assertProgress(List<JsonNode> looks) {
    List<JsonNode> draining =
        looks.stream()
            .filter(node -> node.required("state").asString().equals("DRAINING"))
            .toList();
    assertThat(draining)
        .isNotEmpty()
        .allSatisfy(node -> assertThat(node.at("/drain/drivers").asString()).isEqualTo("MOVE"))
        .allSatisfy(node -> assertThat(node.at("/drain/secondsLeft").asLong()).isPositive());
    List<Integer> left = draining.stream().map(DrainedDriverIT::left).distinct().toList();
    assertThat(left).as("driver and executor, fewer and fewer").startsWith(2);
    assertThat(left).isSortedAccordingTo((a, b) -> b - a);
  }

  private static int left(JsonNode node) {
    return node.required("drivers").asInt() + node.required("executors").asInt();
  }
}
