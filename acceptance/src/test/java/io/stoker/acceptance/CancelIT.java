package io.stoker.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.stoker.acceptance.harness.Cluster;
import io.stoker.acceptance.harness.SharedCluster;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;

/** A cancelled run is CANCELLED when nothing of it is left on any node, and not before. */
@ExtendWith(SharedCluster.class)
class CancelIT {
  /** Ten seconds on a machine that has nothing else to do. */
  private static final Duration BOUND = Duration.ofSeconds(30);

  private final Cluster cluster;

  CancelIT(Cluster cluster) {
    this.cluster = cluster;
  }

  @Test
  void driverAndExecutorsOfARunningOneAreGone() {
    Run run = Run.of(cluster.api(), Jobs.sleepers(120));
    Traces traces = new Traces(cluster, run);
    run.await(
        "some tasks are done", seen -> seen.path("progress").path("tasksCompleted").asInt() > 1);
    assertThat(traces.executors()).hasSizeGreaterThanOrEqualTo(2);
    assertThat(traces.directories()).hasSizeGreaterThanOrEqualTo(4);

    Stopwatch watch = Stopwatch.since("cancel of a running run");
    JsonNode answer = cancel(run);
    JsonNode repeat = cancel(run);
    run.awaitEnd();

    assertNothingIsLeft(traces);
    assertThat(watch.note("CANCELLED, nothing left")).isLessThan(BOUND);
    for (JsonNode ending : new JsonNode[] {answer, repeat}) {
      assertThat(ending.required("state").asString()).isEqualTo("RUNNING");
      assertThat(ending.at("/reason/code").asString()).isEqualTo("CANCELLING");
      assertThat(ending.at("/reason/message").asString()).contains("driver on", "executor-2 on");
    }
    assertCancelled(run);
    assertThat(run.completeLog("driver", "stderr")).contains("StokerBackend");
    assertThat(run.items("/attempts").get(0).required("state").asString()).isEqualTo("CANCELLED");
    cluster.api().get(run.path() + "/result").expect(404);
  }

  @Test
  void soIsTheDriverOfOneThatOnlyStarts() {
    Run run = Run.of(cluster.api(), Jobs.query("select 1 one"));
    Traces traces = new Traces(cluster, run);
    run.awaitState("STARTING");

    Stopwatch watch = Stopwatch.since("cancel of a starting run");
    cancel(run);
    run.awaitEnd();

    assertNothingIsLeft(traces);
    assertThat(watch.note("CANCELLED, nothing left")).isLessThan(BOUND);
    assertCancelled(run);
  }

  private JsonNode cancel(Run run) {
    return cluster.api().post(run.path() + ":cancel", Map.of()).expect(200).json();
  }

  private static void assertNothingIsLeft(Traces traces) {
    assertThat(traces.processes()).isEmpty();
    assertThat(traces.directories()).isEmpty();
  }

  private static void assertCancelled(Run run) {
    run.expectEnd("CANCELLED");
    assertThat(run.get().at("/reason/message").asString())
        .startsWith("Cancelled by ")
        .doesNotContain("not proven");
  }
}
