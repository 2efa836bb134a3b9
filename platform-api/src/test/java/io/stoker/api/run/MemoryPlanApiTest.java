package io.stoker.api.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import io.stoker.api.PlatformTest;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** What a run would take, asked for over HTTP; the node that is there has 8 cores and 16 GiB. */
class MemoryPlanApiTest extends PlatformTest {
  private static final String PLAN = "/api/v1/memory-plan";
  private static final long MIB = 1L << 20;

  @BeforeAll
  void join() {
    TestNode.join(anonymous().as(secret("join.token")), "memory-plan-node");
  }

  @Test
  void theDefaults() {
    JsonNode plan = plan("{}");
    assertThat(plan.at("/driver/containerBytes").asLong()).isEqualTo(1408 * MIB);
    assertThat(plan.at("/executor/heapBytes").asLong()).isEqualTo(1024 * MIB);
    assertThat(plan.at("/executor/overheadBytes").asLong()).isEqualTo(384 * MIB);
    assertThat(plan.at("/executor/heap/reservedBytes").asLong()).isEqualTo(300 * MIB);
    assertThat(plan.at("/executor/heap/unifiedBytes").asLong()).isEqualTo(455501414);
    assertThat(plan.at("/executor/heap/storageBytes").asLong()).isEqualTo(227750707);
    assertThat(plan.at("/executor/heap/userBytes").asLong()).isEqualTo(724 * MIB - 455501414);
    assertThat(plan.at("/executor").has("offHeap")).isFalse();
    assertThat(plan.at("/instances").asInt()).isEqualTo(2);
    assertThat(plan.at("/totalCores").asString()).isEqualTo("3");
    assertThat(plan.at("/totalBytes").asLong()).isEqualTo(3 * 1408 * MIB);
    assertThat(warnings(plan)).containsExactly("LARGE_MAX_RESULT_SIZE");
  }

  @Test
  void everythingBesideTheHeapCounts() {
    JsonNode plan =
        plan(
            """
            {"driver": {"cores": 0.5, "memory": "2g"},
             "executor": {"instances": 1, "cores": 2, "memory": "6g", "pysparkMemory": "300m"},
             "applicationType": "PYTHON",
             "sparkConf": {"spark.driver.memoryOverhead": "500m",
                           "spark.driver.maxResultSize": "1g",
                           "spark.executor.memoryOverheadFactor": "0.1",
                           "spark.memory.offHeap.enabled": "true",
                           "spark.memory.offHeap.size": "512m",
                           "spark.memory.storageFraction": "0.25"}}
            """);
    assertThat(plan.at("/driver/containerBytes").asLong()).isEqualTo((2048 + 500) * MIB);
    assertThat(plan.at("/driver/offHeapBytes").asLong()).isZero();
    assertThat(plan.at("/executor/containerBytes").asLong()).isEqualTo(7570 * MIB);
    assertThat(plan.at("/executor/pysparkBytes").asLong()).isEqualTo(300 * MIB);
    assertThat(plan.at("/executor/offHeap/storageBytes").asLong()).isEqualTo(128 * MIB);
    assertThat(plan.at("/executor/offHeap/executionBytes").asLong()).isEqualTo(384 * MIB);
    assertThat(plan.at("/totalCores").asString()).isEqualTo("2.5");
    assertThat(plan.path("warnings")).isEmpty();
  }

  @Test
  void saysWhereItFits() {
    JsonNode fit =
        plan("{\"executor\": {\"instances\": 1, \"cores\": 3, \"memory\": \"4g\"}}").path("fit");
    JsonNode node = node(fit);
    assertThat(node.path("state").asString()).isEqualTo("READY");
    assertThat(node.path("driverAtAll").asBoolean()).isTrue();
    assertThat(node.path("executorsAtAll").asInt()).as("8 cores").isEqualTo(2);
    assertThat(node.path("executorsNow").asInt()).isEqualTo(2);
    assertThat(fit.path("executorsAtAll").asInt())
        .as("one of 3 cores beside the driver, and what other nodes hold")
        .isGreaterThanOrEqualTo(2);
    assertThat(fit.has("doesNotFit")).isFalse();
  }

  @Test
  void whatNoNodeCanHoldIsToldWithTheArithmetic() {
    JsonNode plan = plan("{\"executor\": {\"memory\": \"1t\"}}");
    assertThat(plan.at("/executor/heapBytes").asLong()).isEqualTo(1L << 40);
    assertThat(node(plan.path("fit")).path("executorsAtAll").asInt()).isZero();
    assertThat(plan.at("/fit/doesNotFit").asString())
        .contains("one executor needs 1 core and 1153433 MiB", "memory-plan-node has 8 cores");
  }

  @Test
  void warnsOfWhatIsSeldomMeant() {
    JsonNode plan =
        plan(
            """
            {"executor": {"instances": 900, "cores": 1},
             "sparkConf": {"spark.driver.maxResultSize": "0", "spark.sql.shuffle.partitions": "8"}}
            """);
    assertThat(warnings(plan))
        .containsExactly("LARGE_MAX_RESULT_SIZE", "FEW_TASKS_PER_CORE", "MORE_EXECUTORS_THAN_FIT");
    assertThat(plan.at("/warnings/1/pointer").asString())
        .isEqualTo("/sparkConf/spark.sql.shuffle.partitions");
    assertThat(plan.at("/warnings/1/message").asString()).contains("8 tasks for 900", "set 2700");
    assertThat(
            warnings(
                plan(
                    """
                    {"driver": {"memory": "2g"}, "executor": {"instances": 1, "cores": 4},
                     "sparkConf": {"spark.sql.shuffle.partitions": "8"}}
                    """)))
        .isEmpty();
  }

  @Test
  void executorsByLoadAreReckonedAtTheirMost() {
    JsonNode plan =
        plan(
            """
            {"driver": {"memory": "2g"}, "executor": {"cores": 2},
             "dynamicAllocation": {"enabled": true, "minExecutors": 1, "maxExecutors": 900},
             "sparkConf": {"spark.dynamicAllocation.executorAllocationRatio": "0.5"}}
            """);
    assertThat(plan.at("/instances").asInt()).isEqualTo(1);
    assertThat(warnings(plan)).containsExactly("FEW_TASKS_PER_CORE", "MORE_EXECUTORS_THAN_FIT");
    assertThat(plan.at("/warnings/0/message").asString()).contains("200 tasks for 1800");
    assertThat(plan.at("/warnings/1/pointer").asString())
        .isEqualTo("/dynamicAllocation/maxExecutors");
    JsonNode problem =
        http()
            .post(
                PLAN,
                """
                {"executor": {"instances": 2},
                 "dynamicAllocation": {"enabled": true, "minExecutors": 3, "maxExecutors": 2}}
                """)
            .problem(422, "VALIDATION_FAILED");
    assertThat(problem.path("errors").values().stream())
        .extracting(error -> error.path("pointer").asString())
        .contains("/executor/instances", "/dynamicAllocation/minExecutors");
    http()
        .post(
            PLAN, "{\"sparkConf\": {\"spark.dynamicAllocation.executorAllocationRatio\": \"0.5\"}}")
        .problem(422, "VALIDATION_FAILED");
  }

  @Test
  void everythingWrongIsNamedAtOnce() {
    JsonNode problem =
        http()
            .post(
                PLAN,
                """
                {"driver": {"memory": "440m"},
                 "executor": {"memory": "9999t", "instances": 0, "memori": "1g"},
                 "name": "x",
                 "sparkConf": {"spark.memory.fraction": "2", "spark.executor.memory": "1g",
                               "spark.driver.memoryOverhead": "9t"}}
                """)
            .problem(422, "VALIDATION_FAILED");
    assertThat(problem.path("errors").values().stream())
        .extracting(
            error -> error.path("pointer").asString(), error -> error.path("code").asString())
        .containsExactlyInAnyOrder(
            tuple("/driver/memory", "TOO_SMALL"),
            tuple("/executor/memory", "TOO_LARGE"),
            tuple("/executor/instances", "TOO_SMALL"),
            tuple("/executor/memori", "UNKNOWN_FIELD"),
            tuple("/name", "UNKNOWN_FIELD"),
            tuple("/sparkConf/spark.memory.fraction", "OUT_OF_RANGE"),
            tuple("/sparkConf/spark.executor.memory", "HAS_OWN_FIELD"),
            tuple("/sparkConf/spark.driver.memoryOverhead", "TOO_LARGE"));
    http().post(PLAN, "[]").problem(400, "MALFORMED_REQUEST");
    http().post(PLAN, "{").problem(400, "MALFORMED_REQUEST");
  }

  @Test
  void aRunSaysWhatItAskedFor() {
    String job =
        "{\"name\": \"asks\", \"application\": {\"type\": \"SQL\", \"sql\": \"select 1\"},";
    http()
        .post(
            "/api/v1/jobs",
            job
                + """
                "executor": {"instances": 1, "memory": "1000m"},
                "sparkConf": {"spark.executor.memoryOverhead": "600m",
                              "spark.executor.pyspark.memory": "1g"}}
                """)
        .problem(422, "VALIDATION_FAILED");
    http()
        .post(
            "/api/v1/jobs",
            job
                + """
                "executor": {"instances": 1, "memory": "1000m"},
                "sparkConf": {"spark.executor.memoryOverhead": "600m"}}
                """)
        .expect(201);
    JsonNode run = http().post("/api/v1/jobs/asks/runs", "{}").expect(202).json();
    http().post("/api/v1/runs/" + run.path("id").asString() + ":cancel", "").expect(200);

    assertThat(run.at("/memory/driver/asked/containerBytes").asLong()).isEqualTo(1408 * MIB);
    assertThat(run.at("/memory/executor/asked/heapBytes").asLong()).isEqualTo(1024 * MIB);
    assertThat(run.at("/memory/executor/asked/containerBytes").asLong()).isEqualTo(1624 * MIB);
    assertThat(run.at("/memory/warnings/0/code").asString()).isEqualTo("LARGE_MAX_RESULT_SIZE");
  }

  private JsonNode plan(String body) {
    return http().post(PLAN, body).expect(200).json();
  }

  private static JsonNode node(JsonNode fit) {
    return fit.path("nodes").values().stream()
        .filter(node -> node.path("node").asString().equals("memory-plan-node"))
        .findFirst()
        .orElseThrow();
  }

  private static List<String> warnings(JsonNode plan) {
    return plan.path("warnings").values().stream()
        .map(warning -> warning.path("code").asString())
        .toList();
  }
}
