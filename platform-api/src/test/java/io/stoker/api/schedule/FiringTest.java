package io.stoker.api.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import io.stoker.api.PlatformTest;
import io.stoker.api.Reply;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Schedules that fire, over HTTP, with the real alarm clock. */
class FiringTest extends PlatformTest {
  private static final String JOBS = "/api/v1/jobs";
  private static final String EACH_SECOND = "{\"cron\": \"* * * * * ?\", \"overlap\": \"ALLOW\"}";

  private final List<String> jobs = new ArrayList<>();

  /** Its runs would take the room of other tests. */
  @AfterEach
  void clear() {
    for (String job : jobs) {
      http().delete(JOBS + "/" + job, "If-Match", "*").expect(204);
    }
    queued()
        .filter(run -> jobs.contains(text(run, "job")))
        .forEach(run -> http().post(path(run) + ":cancel", "").expect(200));
    jobs.clear();
  }

  @Test
  void itsTimesBecomeRunsUntilItIsPaused() {
    String schedule = schedule(job("ticking"), EACH_SECOND);

    JsonNode ran = awaitFire(schedule, fire -> text(fire, "outcome").equals("RAN"));
    assertThat(Duration.parse(text(ran, "lateBy"))).isBetween(Duration.ZERO, Duration.ofMinutes(1));
    assertThat(text(ran, "runState")).isEqualTo("QUEUED");
    JsonNode run = http().get("/api/v1/runs/" + text(ran, "run")).expect(200).json();
    assertThat(run.at("/schedule/nominalTime")).isEqualTo(ran.path("nominalTime"));
    assertThat(schedule).endsWith("/" + run.at("/schedule/id").asString());

    http().post(schedule + ":pause", "").expect(200);
    JsonNode skipped =
        awaitFire(schedule, fire -> fire.at("/reason/code").asString().equals("PAUSED"));
    assertThat(text(skipped, "outcome")).isEqualTo("SKIPPED");
    assertThat(skipped.has("run")).isFalse();
    assertEachSecondOnce(schedule);
  }

  /** The others are served as if these were not there. */
  @Test
  void tenSchedulesOfOneSecondLeaveTheRestAlone() {
    String flooded = job("flooded");
    List<String> schedules = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      schedules.add(schedule(flooded, EACH_SECOND));
    }
    schedules.forEach(
        schedule ->
            awaitFire(
                schedule, fire -> fire.at("/reason/code").asString().equals("TOO_MANY_WAITING")));

    assertThat(queued().filter(run -> text(run, "job").equals(flooded))).hasSize(10);
    String other = schedule(job("calm"), EACH_SECOND);
    awaitFire(other, fire -> text(fire, "outcome").equals("RAN"));
    http().post(JOBS + "/calm/runs", "{}").expect(202);
    schedules.forEach(
        schedule -> {
          assertEachSecondOnce(schedule);
          assertThat(fires(schedule)).hasSizeLessThanOrEqualTo(11);
        });
  }

  /** Every second from the first to the last is in the history, in one item. */
  private void assertEachSecondOnce(String schedule) {
    List<JsonNode> newestFirst = fires(schedule);
    Instant next = null;
    for (JsonNode fire : newestFirst) {
      Instant first = Instant.parse(text(fire, "nominalTime"));
      Instant last = first.plusSeconds(fire.path("times").asLong() - 1);
      if (next != null) {
        assertThat(last.plusSeconds(1)).as(newestFirst.toString()).isEqualTo(next);
      }
      next = first;
    }
  }

  private JsonNode awaitFire(String schedule, Predicate<JsonNode> wanted) {
    return Awaitility.await(schedule)
        .atMost(Duration.ofMinutes(1))
        .until(() -> fires(schedule), fires -> fires.stream().anyMatch(wanted))
        .stream()
        .filter(wanted)
        .findFirst()
        .orElseThrow();
  }

  private List<JsonNode> fires(String schedule) {
    return http()
        .get(schedule + "/fires?pageSize=500")
        .expect(200)
        .json()
        .path("items")
        .valueStream()
        .toList();
  }

  private String job(String name) {
    http()
        .post(
            JOBS,
            "{\"name\": \"%s\", \"application\": {\"type\": \"SQL\", \"sql\": \"select 1\"}}"
                .formatted(name))
        .expect(201);
    jobs.add(name);
    return name;
  }

  private String schedule(String job, String definition) {
    Reply made = http().post(JOBS + "/" + job + "/schedules", definition).expect(201);
    return made.header("Location");
  }

  private Stream<JsonNode> queued() {
    return http()
        .get("/api/v1/runs?state=QUEUED&pageSize=500")
        .expect(200)
        .json()
        .path("items")
        .valueStream();
  }

  private static String path(JsonNode run) {
    return "/api/v1/runs/" + text(run, "id");
  }

  private static String text(JsonNode node, String field) {
    return node.path(field).asString();
  }
}
