package io.stoker.acceptance;

import static io.stoker.acceptance.Problems.assertForAPerson;
import static io.stoker.acceptance.Problems.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;

import io.stoker.acceptance.harness.Api;
import io.stoker.acceptance.harness.Cluster;
import io.stoker.acceptance.harness.SharedCluster;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Several runs share two nodes of three cores each. */
@ExtendWith(SharedCluster.class)
class CapacityIT {
  private static final double FULL = 2 * SharedCluster.NODE_CORES;

  private final Api api;

  CapacityIT(Cluster cluster) {
    api = cluster.api();
  }

  @Test
  @Tag("long")
  void twoRunsFillTheClusterAndAThirdWaitsForItsTurn() throws IOException {
    String job = Run.create(api, Jobs.flights());
    List<JsonNode> pictures;
    Run first;
    Run second;
    Run third;
    JsonNode waiting;
    try (var watch = Watch.every(Duration.ofMillis(250), this::nodes)) {
      first = Run.start(api, job, Map.of("minDelay", 0));
      second = Run.start(api, job, Map.of("minDelay", 60));
      Awaitility.await("both runs have all they want")
          .atMost(Duration.ofMinutes(2))
          .until(() -> coresUsed(nodes()) == FULL);
      third = Run.of(api, Jobs.query("select 42 answer"));
      waiting = third.await("a reason to wait", run -> run.hasNonNull("reason"));
      first.expectSuccess();
      second.expectSuccess();
      third.expectSuccess();
      pictures = watch.stop();
    }

    assertThat(waiting.required("state").asString()).isEqualTo("QUEUED");
    assertThat(waiting.required("reason").required("code").asString())
        .as(waiting.required("reason").toString())
        .isEqualTo("WAITING_FOR_1_CORES_ON_ONE_NODE");
    String message = waiting.required("reason").required("message").asString();
    assertForAPerson(message);
    assertThat(message).as("what it needs and what is free").matches("(?s).*\\d.*\\d.*");

    assertThat(started(second)).isBefore(finished(first));
    assertThat(pictures).isNotEmpty().allSatisfy(CapacityIT::assertWithinCapacity);
    assertThat(pictures).as("both runs at once").anyMatch(picture -> coresUsed(picture) == FULL);
    Awaitility.await("everything is given back")
        .atMost(Duration.ofSeconds(60))
        .untilAsserted(() -> assertThat(nodes()).allSatisfy(CapacityIT::assertEmpty));
    for (Map.Entry<Run, Integer> run : Map.of(first, 0, second, 60).entrySet()) {
      assertThat(Delays.in(run.getKey().get("/result").required("manifest")))
          .isEqualTo(Delays.expected(run.getValue()));
    }
  }

  @Test
  void aRunThatCanNeverFitIsRefusedWithTheArithmetic() {
    ObjectNode definition = Jobs.query("select 1 one");
    ((ObjectNode) definition.required("executor")).put("cores", 64);
    String job = Run.create(api, definition);

    String detail =
        assertProblem(api.post("/api/v1/jobs/" + job + "/runs", Map.of()), 422, "DOES_NOT_FIT")
            .required("detail")
            .asString();

    assertThat(detail).contains("64").contains("3");
  }

  private JsonNode nodes() {
    return api.get("/api/v1/nodes").expect(200).json().required("items");
  }

  private static void assertWithinCapacity(JsonNode nodes) {
    assertThat(nodes)
        .hasSize(2)
        .allSatisfy(
            node -> {
              assertThat(node.required("coresUsed").decimalValue())
                  .isLessThanOrEqualTo(node.required("cores").decimalValue());
              assertThat(node.required("memoryBytesUsed").asLong())
                  .isLessThanOrEqualTo(node.required("memoryBytes").asLong());
            });
  }

  private static void assertEmpty(JsonNode node) {
    assertThat(node.required("coresUsed").asDouble()).as(node.toString()).isZero();
    assertThat(node.required("memoryBytesUsed").asLong()).isZero();
  }

  private static double coresUsed(JsonNode nodes) {
    return nodes.valueStream().mapToDouble(node -> node.required("coresUsed").asDouble()).sum();
  }

  private static Instant started(Run run) {
    return Instant.parse(run.get().required("startedAt").asString());
  }

  private static Instant finished(Run run) {
    return Instant.parse(run.get().required("finishedAt").asString());
  }
}
