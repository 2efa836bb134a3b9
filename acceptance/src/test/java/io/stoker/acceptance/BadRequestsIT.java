package io.stoker.acceptance;

import static io.stoker.acceptance.Problems.assertProblem;
import static io.stoker.acceptance.Problems.assertProblemAt;
import static org.assertj.core.api.Assertions.assertThat;

import io.stoker.acceptance.harness.Api;
import io.stoker.acceptance.harness.Cluster;
import io.stoker.acceptance.harness.Reply;
import io.stoker.acceptance.harness.SharedCluster;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** What a caller gets for input that is refused at once. */
@ExtendWith(SharedCluster.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BadRequestsIT {
  private static final String JOBS = "/api/v1/jobs";

  private final Cluster cluster;
  private final Api api;

  BadRequestsIT(Cluster cluster) {
    this.cluster = cluster;
    api = cluster.api();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{\"name\": ",
        "[]",
        "{\"name\": \"a\"} trailing",
        "{\"name\": \"a\", \"name\": \"b\"}"
      })
  void jsonThatCannotBeRead(String body) {
    assertProblem(api.post(JOBS, body), 400, "MALFORMED_REQUEST");
  }

  static Stream<Arguments> wrongDefinitions() {
    return Stream.of(
        wrong("/executr", job -> job.putObject("executr")),
        wrong("/application/query", job -> application(job).put("query", "select 1")),
        wrong("/application/type", job -> application(job).put("type", "COBOL")),
        wrong("/application/sql", job -> application(job).remove("sql")),
        wrong("/name", job -> job.put("name", "No Spaces")),
        wrong("/driver/memory", job -> child(job, "driver").put("memory", "-1g")),
        wrong("/driver/memory", job -> child(job, "driver").put("memory", "100000t")),
        wrong("/executor/memory", job -> child(job, "executor").put("memory", "1m")),
        wrong("/executor/instances", job -> child(job, "executor").put("instances", -2)),
        wrong("/executor/cores", job -> child(job, "executor").put("cores", 0)),
        wrong("/result/format", job -> child(job, "result").put("format", "xlsx")),
        wrong(
            "/sparkConf/spark.executor.memory",
            job -> job.putObject("sparkConf").put("spark.executor.memory", "4g")),
        wrong(
            "/sparkConf/spark.driver.extraJavaOptions",
            job -> job.putObject("sparkConf").put("spark.driver.extraJavaOptions", "-Dx=y")),
        wrong(
            "/sparkConf/spark.authenticate",
            job -> job.putObject("sparkConf").put("spark.authenticate", "false")),
        wrong(
            "/parameters/p/type",
            job -> job.putObject("parameters").putObject("p").put("type", "number")),
        wrong(
            "/parameters/p/default",
            job ->
                job.putObject("parameters")
                    .putObject("p")
                    .put("type", "integer")
                    .put("default", "soon")));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("wrongDefinitions")
  void aDefinitionNamesItsWrongField(String pointer, ObjectNode definition) {
    Reply reply = api.post(JOBS, definition);

    assertThat(reply.status()).as(reply.toString()).isIn(400, 422);
    String code = reply.status() == 400 ? "MALFORMED_REQUEST" : "VALIDATION_FAILED";
    assertProblemAt(reply, reply.status(), code, pointer);
  }

  @Test
  void aDefinitionNamesAllItsWrongFieldsAtOnce() {
    ObjectNode definition = Jobs.query("select 1 one");
    child(definition, "driver").put("memory", "-1g");
    child(definition, "executor").put("instances", 0);

    Reply reply = api.post(JOBS, definition);

    assertProblemAt(reply, 422, "VALIDATION_FAILED", "/driver/memory");
    assertProblemAt(reply, 422, "VALIDATION_FAILED", "/executor/instances");
  }

  @Test
  void aSettingWithAFieldOfItsOwnNamesTheField() {
    ObjectNode definition = Jobs.query("select 1 one");
    definition.putObject("sparkConf").put("spark.executor.memory", "4g");

    assertThat(api.post(JOBS, definition).text()).contains("/executor/memory");
  }

  @Test
  void anUnknownQueueIsRefused() {
    ObjectNode definition = Jobs.query("select 1 one").put("queue", "fast");

    assertProblemAt(api.post(JOBS, definition), 422, "VALIDATION_FAILED", "/queue");
  }

  @Test
  void aParameterOfTheWrongTypeAndAnUnknownOne() {
    String job = Run.create(api, Jobs.flights());
    String runs = JOBS + "/" + job + "/runs";

    assertProblemAt(
        api.post(runs, Map.of("parameters", Map.of("minDelay", "late"))),
        422,
        "VALIDATION_FAILED",
        "/parameters/minDelay");
    assertProblemAt(
        api.post(runs, Map.of("parameters", Map.of("maxDelay", 1))),
        422,
        "VALIDATION_FAILED",
        "/parameters/maxDelay");
  }

  @Test
  void aLabelThatNoNodeHas() {
    ObjectNode definition = Jobs.sleepers(1);
    ((ObjectNode) definition.required("executor"))
        .putObject("nodeSelector")
        .putObject("required")
        .put("disk", "tape");
    assertProblemAt(
        api.post(JOBS + "/" + Run.create(api, definition) + "/runs", Map.of()),
        422,
        "NO_NODE_WITH_LABEL",
        "/executor/nodeSelector/required/disk");
  }

  @Test
  void anUnknownId() {
    assertProblem(api.get("/api/v1/runs/" + UUID.randomUUID()), 404, "NOT_FOUND");
    assertProblem(api.get(JOBS + "/no-such-job"), 404, "NOT_FOUND");
    assertProblem(api.post(JOBS + "/no-such-job/runs", Map.of()), 404, "NOT_FOUND");
    assertProblem(api.get("/api/v1/no-such-thing"), 404, "NOT_FOUND");
    assertThat(api.get("/api/v1/runs/not-an-id").status()).isBetween(400, 404);
  }

  @Test
  void aStaleEtag() {
    ObjectNode definition = Jobs.query("select 1 one");
    Reply created = api.post(JOBS, definition).expect(201);
    String path = JOBS + "/" + definition.required("name").asString();
    String etag = created.header("ETag");
    definition.putObject("labels").put("team", "ops");
    api.put(path, definition, "If-Match", etag).expect(200);

    assertProblem(api.put(path, definition, "If-Match", etag), 412, "STALE_ETAG");
    assertProblem(api.put(path, definition), 428, "PRECONDITION_REQUIRED");
    assertProblem(api.delete(path, "If-Match", etag), 412, "STALE_ETAG");
    assertProblem(api.post(JOBS, definition), 409, "ALREADY_EXISTS");
  }

  @Test
  void noKeyAndAWrongOne() {
    assertProblem(api.withToken(null).get(JOBS), 401, "UNAUTHENTICATED");
    assertProblem(api.withToken("stu_" + "A".repeat(43)).get(JOBS), 401, "UNAUTHENTICATED");
    assertProblem(api.withToken("admin").get(JOBS), 401, "UNAUTHENTICATED");
    String joinToken = cluster.home().read("run/join.token");
    assertProblem(api.withToken(joinToken).get(JOBS), 403, "FORBIDDEN");
  }

  @Test
  void anExpiredJoinToken() {
    JsonNode token = api.post("/api/v1/join-tokens", Map.of("validFor", "PT1S")).expect(201).json();
    Instant expiry = Instant.parse(token.required("expiresAt").asString());
    Awaitility.await("the token has expired")
        .atMost(Duration.ofSeconds(30))
        .until(() -> Instant.now().isAfter(expiry.plusMillis(100)));

    Reply reply =
        api.withToken(token.required("token").asString())
            .post(
                "/internal/v1/nodes:join",
                Map.of(
                    "name",
                    "late",
                    "host",
                    "127.0.0.9",
                    "bootId",
                    "b",
                    "coresMilli",
                    1000,
                    "memoryBytes",
                    1L << 30,
                    "labels",
                    Map.of(),
                    "javaMajor",
                    17,
                    "sparkVersion",
                    "4.2.0",
                    "runtimeDigest",
                    "d"));

    assertProblem(reply, 401, "UNAUTHENTICATED");
    assertThat(cluster.nodeResources()).hasSize(2);
  }

  private static Arguments wrong(String pointer, Consumer<ObjectNode> mistake) {
    ObjectNode definition = Jobs.query("select 1 one");
    mistake.accept(definition);
    return Arguments.of(pointer, definition);
  }

  private static ObjectNode application(ObjectNode definition) {
    return child(definition, "application");
  }

  private static ObjectNode child(ObjectNode definition, String name) {
    return (ObjectNode) definition.required(name);
  }
}
