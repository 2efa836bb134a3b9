package io.stoker.api.queue;

import static org.assertj.core.api.Assertions.assertThat;

import io.stoker.api.PlatformTest;
import io.stoker.api.Reply;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Queues as a client makes, uses and deletes them; no node ever joins, so runs wait. */
class QueueApiTest extends PlatformTest {
  private static final String QUEUES = "/api/v1/queues";
  private static final String JOBS = "/api/v1/jobs";

  @AfterEach
  void deleteAll() {
    jdbc().sql("update run set state = 'CANCELLED', finished_at = clock_timestamp()").update();
    http().delete(JOBS + "/queued", "If-Match", "*");
    http().delete(QUEUES + "/reports", "If-Match", "*");
  }

  @Test
  void aQueueIsMadeReadChangedAndDeleted() {
    Reply made =
        http()
            .post(
                QUEUES,
                """
                {"name": "reports", "guaranteedShare": 12.5, "maxCores": 8, "maxMemory": "65536m"}
                """)
            .expect(201);
    assertThat(made.header("Location")).isEqualTo(QUEUES + "/reports");
    assertThat(made.header("ETag")).isEqualTo("\"1\"");
    assertThat(made.json().path("definition").toString())
        .isEqualTo(
            "{\"name\":\"reports\",\"guaranteedShare\":12.5,\"maxCores\":8,\"maxMemory\":\"64g\","
                + "\"priority\":0,\"preemption\":false}");
    assertThat(made.json().path("use").toString())
        .isEqualTo("{\"cores\":0,\"memoryBytes\":0,\"share\":0,\"running\":0,\"waiting\":0}");
    assertThat(http().get(QUEUES + "/reports").expect(200).json()).isEqualTo(made.json());
    assertThat(http().get(QUEUES).expect(200).json().path("items").valueStream())
        .extracting(queue -> queue.path("name").asString())
        .containsExactly("reports", "default");

    http().patch(QUEUES + "/reports", "{}").problem(428, "PRECONDITION_REQUIRED");
    Reply patched =
        http()
            .patch(
                QUEUES + "/reports",
                "{\"maxMemory\": null, \"priority\": 5}",
                "If-Match",
                "\"1\"",
                "Content-Type",
                "application/merge-patch+json")
            .expect(200);
    assertThat(patched.header("ETag")).isEqualTo("\"2\"");
    assertThat(patched.json().at("/definition/maxMemory").isMissingNode()).isTrue();
    assertThat(patched.json().at("/definition/priority").asInt()).isEqualTo(5);
    http()
        .put(QUEUES + "/reports", "{\"name\": \"reports\"}", "If-Match", "\"1\"")
        .problem(412, "STALE_ETAG");
    assertThat(
            http()
                .put(QUEUES + "/reports", "{\"name\": \"reports\"}", "If-Match", "\"2\"")
                .expect(200)
                .json()
                .at("/definition/guaranteedShare")
                .asInt())
        .isZero();
    http().delete(QUEUES + "/reports", "If-Match", "*").expect(204);
    http().get(QUEUES + "/reports").problem(404, "NOT_FOUND");
  }

  @Test
  void aRepeatWithTheSameKeyMakesNothingNew() {
    String queue = "{\"name\": \"reports\", \"priority\": 1}";
    Reply first = http().post(QUEUES, queue, "Idempotency-Key", "q1").expect(201);

    assertThat(http().post(QUEUES, queue, "Idempotency-Key", "q1").expect(201).json())
        .isEqualTo(first.json());
    http()
        .post(QUEUES, "{\"name\": \"reports-2\"}", "Idempotency-Key", "q1")
        .problem(422, "IDEMPOTENCY_KEY_REUSED");
    http().post(QUEUES, queue).problem(409, "ALREADY_EXISTS");
    http().delete(QUEUES + "/reports", "If-Match", "*").expect(204);
    http().post(QUEUES, queue, "Idempotency-Key", "q1").problem(409, "CONFLICT");
  }

  @Test
  void whatIsWrongIsNamedWithItsPlace() {
    http()
        .post(QUEUES, "{\"name\": \"No\", \"maxCores\": 0, \"maxMemory\": \"x\", \"color\": 1}")
        .problemAt(422, "VALIDATION_FAILED", "/name", "/maxCores", "/maxMemory", "/color");
    http()
        .post(QUEUES, "{\"name\": \"reports\", \"guaranteedShare\": 101}")
        .problemAt(422, "VALIDATION_FAILED", "/guaranteedShare");
    http().post(QUEUES, "{\"name\": \"default\"}").problem(409, "ALREADY_EXISTS");
    http().delete(QUEUES + "/default", "If-Match", "*").problem(409, "CONFLICT");
    http()
        .patch(QUEUES + "/default", "{\"name\": \"other\"}", "If-Match", "*")
        .problemAt(422, "VALIDATION_FAILED", "/name");
    http().get(QUEUES + "/nowhere").problem(404, "NOT_FOUND");
  }

  @Test
  void runsDrawOnTheQueueOfTheirJobUntilItIsFull() {
    http().post(QUEUES, "{\"name\": \"reports\", \"maxWaiting\": 1}").expect(201);
    JsonNode unknown =
        http()
            .post(JOBS, job("report").replace("\"select 1\"", "\" \""))
            .problemAt(422, "VALIDATION_FAILED", "/queue", "/application/sql");
    assertThat(unknown.toString()).contains("none named \\\"report\\\"");
    http().post(JOBS, job("reports")).expect(201);
    JsonNode run = http().post(JOBS + "/queued/runs", "{}").expect(202).json();
    assertThat(run.path("queue").asString()).isEqualTo("reports");
    Reply full = http().post(JOBS + "/queued/runs", "{}");
    full.problem(429, "QUEUE_FULL");
    assertThat(full.header("Retry-After")).isEqualTo("30");
    assertThat(http().get(QUEUES + "/reports").json().at("/use/waiting").asInt()).isEqualTo(1);
    assertThat(items("/api/v1/runs?queue=reports")).isEqualTo(1);
    assertThat(items("/api/v1/runs?queue=elsewhere")).isZero();
    assertThat(
            http()
                .delete(QUEUES + "/reports", "If-Match", "*")
                .problem(409, "CONFLICT")
                .path("detail")
                .asString())
        .contains("job queued");
  }

  private long items(String path) {
    return http().get(path).expect(200).json().path("items").size();
  }

  private static String job(String queue) {
    return """
    {"name": "queued", "queue": "%s", "application": {"type": "SQL", "sql": "select 1"}}
    """
        .formatted(queue);
  }
}
