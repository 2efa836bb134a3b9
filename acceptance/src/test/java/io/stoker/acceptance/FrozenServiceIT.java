package io.stoker.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.stoker.acceptance.harness.Cluster;
import io.stoker.acceptance.harness.SharedCluster;
import io.stoker.acceptance.harness.Signal;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;

/** The service of a node freezes for a while; what it has started does not. */
@Tag("long")
@ExtendWith(SharedCluster.class)
class FrozenServiceIT extends TwoNodes {
  private static final int TASKS = 240;
  private static final int TASKS_AFTER_SHUFFLE = 3;

  FrozenServiceIT(Cluster cluster) {
    super(cluster);
  }

  @Test
  void itsExecutorsWorkOnAndOneMoreThanAskedForIsGivenBack() {
    Run run = atWork(Jobs.shuffledSleepers(TASKS, 1));
    int frozen = 3 - Nodes.ofDriver(run);
    ProcessHandle service = ProcessHandle.of(cluster.node(frozen).pid()).orElseThrow();

    Stopwatch watch = Stopwatch.since("a node's service alone freezes");
    Signal.STOP.sendTo(service);
    try {
      nodes.awaitState(frozen, "UNREACHABLE");
      watch.note("UNREACHABLE");
      int done = Nodes.tasksDone(run, frozen);
      run.await(
          "another executor is at work",
          seen -> Nodes.tasksDone(run, frozen) >= done + 3 && Nodes.atWork(run, 3 - frozen) == 2);
      watch.note("another executor is at work elsewhere, the one there has worked on");
    } finally {
      Signal.CONT.sendTo(service);
    }

    Stopwatch woken = Stopwatch.since("a frozen service goes on");
    nodes.awaitState(frozen, "READY");
    woken.note("READY");
    run.await("three executors", seen -> living(run) == 3);
    run.await("one is given back", seen -> living(run) == 2);
    woken.note("the one too many is given back");
    run.expectSuccess();
    woken.note("SUCCEEDED");

    assertRowsAreRight(run, TASKS);
    assertNothingWasDoneTwice(run, TASKS + TASKS_AFTER_SHUFFLE);
    assertThat(run.endedExecutors())
        .hasSize(3)
        .allSatisfy(one -> assertThat(one.required("state").asString()).isEqualTo("EXITED"))
        .filteredOn(one -> reason(one).contains("more executors than it asks for"))
        .hasSize(1);
  }

  private static long living(Run run) {
    return Nodes.living(run, 1) + Nodes.living(run, 2);
  }

  private static String reason(JsonNode executor) {
    return executor.at("/reason/message").asString("");
  }
}
