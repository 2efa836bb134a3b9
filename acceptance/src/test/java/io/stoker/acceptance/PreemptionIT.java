package io.stoker.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.stoker.acceptance.harness.Cluster;
import io.stoker.acceptance.harness.SharedCluster;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** A queue that may gets its share from executors at work, with real Spark on both sides. */
@Tag("long")
@ExtendWith(SharedCluster.class)
class PreemptionIT {
  /** As many as fit beside the driver on the two nodes. */
  private static final int EXECUTORS = 5;

  /** Longer than an executor has (stoker.allocation.hand-back-ticks). */
  private static final Duration TASK = Duration.ofSeconds(90);

  private static final Duration DEADLINE = Duration.ofSeconds(60);

  private final Cluster cluster;

  PreemptionIT(Cluster cluster) {
    this.cluster = cluster;
  }

  @Test
  void executorsAtWorkAreAskedThenStoppedAndTheirRunEndsWell() {
    cluster
        .api()
        .post("/api/v1/queues", Map.of("name", "urgent", "guaranteedShare", 50, "preemption", true))
        .expect(201);
    ObjectNode report = Jobs.query("select count(*) n from range(0, 1000, 1, 2)");
    report.put("queue", "urgent");

    Run donor = Run.of(cluster.api(), busy());
    donor.await(
        "all its executors are at work",
        run -> run.at("/progress/tasksActive").asInt() == EXECUTORS);
    Stopwatch watch = Stopwatch.since("a run of a queue that preempts waits");
    String job = Run.create(cluster.api(), report);
    Run taker = Run.start(cluster.api(), job, Map.of());
    taker.await("a place", run -> !run.required("state").asString().equals("QUEUED"));
    Duration waited = watch.note("its driver has a place: two executors were stopped");
    taker.await("it runs", run -> run.required("state").asString().equals("RUNNING"));
    watch.note("its driver is ready");
    assertThat(donor.get().required("state").asString()).isEqualTo("RUNNING");
    taker.expectSuccess();
    watch.note("it has SUCCEEDED");
    donor.expectSuccess();
    watch.note("the one that gave has SUCCEEDED");

    assertThat(waited)
        .as("asked first, and not a moment longer than the deadline")
        .isBetween(DEADLINE.minusSeconds(5), DEADLINE.plusSeconds(10));
    assertThat(donor.get().required("attempts").asInt()).isEqualTo(1);
    assertThat(donor.longs("id")).containsExactly(0L, 1L, 2L, 3L, 4L);
    List<JsonNode> stopped =
        donor.endedExecutors().stream()
            .filter(one -> one.at("/reason/message").asString("").contains("more than its share"))
            .toList();
    assertThat(stopped).as("no more than a driver and an executor need").hasSize(2);
    assertThat(stopped)
        .allSatisfy(one -> assertThat(one.at("/reason/code").asString()).isEqualTo("STOPPED"));
    assertThat(donor.endedExecutors())
        .as("others came in their place")
        .hasSizeGreaterThan(EXECUTORS);
    cluster.api().delete("/api/v1/jobs/" + job, "If-Match", "*").expect(204);
    cluster.api().delete("/api/v1/queues/urgent", "If-Match", "*").expect(204);
  }

  private static ObjectNode busy() {
    ObjectNode job =
        Jobs.query(
            "select id, reflect('java.lang.Thread', 'sleep', %dL) slept from range(0, %d, 1, %d)"
                .formatted(TASK.toMillis(), EXECUTORS, EXECUTORS));
    ((ObjectNode) job.required("executor")).put("instances", EXECUTORS);
    return job;
  }
}
