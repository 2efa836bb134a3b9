package io.stoker.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.stoker.acceptance.harness.Cluster;
import io.stoker.acceptance.harness.Packaged;
import io.stoker.acceptance.harness.SharedCluster;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** A queue gets its share from another's idle executors, with real Spark on both sides. */
@Tag("long")
@ExtendWith(SharedCluster.class)
class HandBackIT {
  private final Cluster cluster;

  HandBackIT(Cluster cluster) {
    this.cluster = cluster;
  }

  @Test
  void idleExecutorsGoToAQueueBelowItsShareAndWhatTheyWroteStays() {
    cluster
        .api()
        .post("/api/v1/queues", Map.of("name", "reports", "guaranteedShare", 50))
        .expect(201);
    String artifact =
        cluster
            .api()
            .upload("/api/v1/artifacts?name=examples.jar", Packaged.examples())
            .json()
            .required("id")
            .asString();
    ObjectNode wide = Jobs.jar(artifact, "examples.CountsTwice", "60", "${run.output}");
    ((ObjectNode) wide.required("executor")).put("instances", 5);
    ObjectNode report = Jobs.query("select count(*) n from range(0, 1000, 1, 2)");
    report.put("queue", "reports");

    Run donor = Run.of(cluster.api(), wide);
    donor.await(
        "all executors are there and idle",
        run ->
            run.at("/progress/executors").asInt() == 5
                && run.at("/progress/tasksCompleted").asInt() >= 9);
    Stopwatch watch = Stopwatch.since("a run of a queue below its share waits");
    String job = Run.create(cluster.api(), report);
    Run taker = Run.start(cluster.api(), job, Map.of());
    taker.await("it runs", run -> run.required("state").asString().equals("RUNNING"));
    watch.note("it has got a driver and an executor");
    assertThat(donor.get().required("state").asString()).isEqualTo("RUNNING");
    taker.expectSuccess();
    watch.note("it has SUCCEEDED");
    donor.expectSuccess();
    watch.note("the one that gave has SUCCEEDED");

    List<JsonNode> executors = donor.endedExecutors();
    assertThat(executors.subList(0, 5))
        .extracting(executor -> executor.at("/reason/code").asString())
        .as("no more are given than a driver and an executor need")
        .filteredOn("DECOMMISSIONED"::equals)
        .hasSizeBetween(1, 2);
    assertThat(executors).as("others came in their place").hasSizeGreaterThan(5);
    Path output = Path.of(URI.create(donor.manifest().required("location").asString()));
    assertThat(output.resolve("part-00000")).as("no map task is done twice").hasContent("6,3,3");
    cluster.api().delete("/api/v1/jobs/" + job, "If-Match", "*").expect(204);
    cluster.api().delete("/api/v1/queues/reports", "If-Match", "*").expect(204);
  }
}
