package io.stoker.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.stoker.acceptance.harness.Api;
import io.stoker.acceptance.harness.Cluster;
import io.stoker.acceptance.harness.Reply;
import io.stoker.acceptance.harness.SharedCluster;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** A job that runs by itself. */
@ExtendWith(SharedCluster.class)
class SchedulesIT {
  private final Api api;

  SchedulesIT(Cluster cluster) {
    api = cluster.api();
  }

  @Test
  void aScheduleFiresARunUntilItIsPaused() {
    ObjectNode definition = Jobs.query("select cast(:at as timestamp) as at");
    definition.putObject("parameters").putObject("at").put("type", "timestamp");
    String schedules = "/api/v1/jobs/" + Run.create(api, definition) + "/schedules";
    Reply made =
        api.post(
                schedules,
                Map.of("cron", "* * * * * ?", "parameters", Map.of("at", "${nominalTime}")))
            .expect(201);
    String schedule = made.header("Location");

    JsonNode fired = awaitFire(schedule, fire -> fire.has("run"));
    JsonNode paused = api.post(schedule + ":pause", "").expect(200).json();
    assertThat(paused.required("state").asString()).isEqualTo("PAUSED");
    Run run = new Run(api, fired.required("run").asString()).expectSuccess();

    JsonNode seen = run.get();
    JsonNode nominalTime = fired.required("nominalTime");
    assertThat(seen.at("/schedule/id")).isEqualTo(made.json().required("id"));
    assertThat(seen.at("/schedule/nominalTime")).isEqualTo(nominalTime);
    assertThat(seen.at("/parameters/at")).isEqualTo(nominalTime);
    assertThat(run.manifest().required("totalRows").asInt()).isEqualTo(1);
    awaitFire(schedule, fire -> fire.at("/reason/code").asString("").equals("PAUSED"));
    List<JsonNode> ran = fires(schedule).stream().filter(fire -> fire.has("run")).toList();
    assertThat(ran).as("the first, and none after the pause").hasSize(1);
    assertThat(ran.get(0).required("runState").asString()).isEqualTo("SUCCEEDED");
    api.delete(schedule, "If-Match", "*").expect(204);
  }

  private JsonNode awaitFire(String schedule, Predicate<JsonNode> wanted) {
    return Awaitility.await("a fire of " + schedule)
        .atMost(Duration.ofMinutes(1))
        .pollInterval(Duration.ofMillis(200))
        .until(() -> fires(schedule), fires -> fires.stream().anyMatch(wanted))
        .stream()
        .filter(wanted)
        .findFirst()
        .orElseThrow();
  }

  private List<JsonNode> fires(String schedule) {
    return api.get(schedule + "/fires").expect(200).json().required("items").valueStream().toList();
  }
}
