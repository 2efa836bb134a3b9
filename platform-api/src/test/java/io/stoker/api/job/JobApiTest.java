package io.stoker.api.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.stoker.api.PlatformTest;
import io.stoker.api.Reply;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

class JobApiTest extends PlatformTest {
  private static final String JOBS = "/api/v1/jobs";

  @Test
  void aJobIsMadeAndReadWithItsDefaults() {
    Reply made = http().post(JOBS, Definitions.smallest("made")).expect(201);

    assertThat(made.header("Location")).isEqualTo(JOBS + "/made");
    assertThat(made.header("ETag")).isEqualTo("\"1\"");
    Reply read = http().get(JOBS + "/made").expect(200);
    assertThat(read.header("ETag")).isEqualTo("\"1\"");
    assertThat(read.json()).isEqualTo(made.json());
    JsonNode definition = read.json().path("definition");
    assertThat(definition.at("/executor/instances").asInt()).isEqualTo(2);
    assertThat(definition.at("/driver/memory").asString()).isEqualTo("1g");
    assertThat(definition.at("/master").asString()).isEqualTo("stoker");
    http().get(JOBS + "/made", "If-None-Match", "\"1\"").expect(304);
  }

  @Test
  void everyFieldComesBackAsItWasWritten() {
    String definition =
        """
        {"name": "whole",
         "queue": "default",
         "labels": {"team": "ops"},
         "application": {
           "type": "SQL",
           "inputs": [{"view": "f", "format": "csv", "path": "file:///in.csv",
                       "options": {"header": "true"}, "schema": "a INT"}],
           "sql": "select * from f where a > :min and d < :dec and t < :at"},
         "result": {"format": "orc", "partitionBy": ["a"], "mode": "snapshot",
                    "options": {"compression": "zstd"}},
         "parameters": {
           "min": {"type": "integer", "default": 15, "description": "least"},
           "dec": {"type": "decimal", "default": 1.50},
           "at": {"type": "timestamp"}},
         "driver": {"cores": 0.5, "memory": "512m",
                    "nodeSelector": {"required": {"zone": "a"}, "preferred": {}}},
         "executor": {"instances": 3, "cores": 2, "memory": "2g",
                      "nodeSelector": {"required": {"zone": "a"}, "preferred": {"disk": "ssd"}}},
         "placement": "PACK",
         "dynamicAllocation": {"enabled": false},
         "sparkConf": {"spark.sql.shuffle.partitions": "8"},
         "master": "stoker",
         "retry": {"maxAttempts": 3, "backoff": "PT1M"},
         "timeout": "PT36H",
         "concurrency": {"policy": "QUEUE", "max": 3},
         "exclusive": true}
        """;

    Reply made = http().post(JOBS, definition).expect(201);

    assertThat(made.text()).contains("\"default\":1.50");
    assertThat(made.json().path("definition")).isEqualTo(JsonMapper.shared().readTree(definition));
  }

  @Test
  void executorsByLoadComeBackAsTheyAre() {
    String definition =
        """
        {"name": "elastic", "application": {"type": "SQL", "sql": "select 1"},
         "executor": {"cores": 1, "memory": "1g"},
         "dynamicAllocation": {"enabled": true, "minExecutors": 1, "maxExecutors": 8,
           "initialExecutors": 2, "executorIdleTimeout": "PT30S", "schedulerBacklogTimeout": "PT2S"}}
        """;
    JsonNode sent = JsonMapper.shared().readTree(definition);

    JsonNode kept = http().post(JOBS, definition).expect(201).json().path("definition");

    assertThat(kept.path("executor")).isEqualTo(sent.path("executor"));
    assertThat(kept.path("dynamicAllocation")).isEqualTo(sent.path("dynamicAllocation"));
    http().put(JOBS + "/elastic", kept.toString(), "If-Match", "\"1\"").expect(200);
    String fixed = "{\"dynamicAllocation\": {\"enabled\": false}}";
    JsonNode patched =
        http()
            .patch(JOBS + "/elastic", fixed, "If-Match", "\"1\"")
            .expect(200)
            .json()
            .path("definition");
    assertThat(patched.path("executor").path("instances").asInt()).isEqualTo(2);
    http()
        .patch(
            JOBS + "/elastic",
            "{\"dynamicAllocation\": {\"enabled\": true, \"maxExecutors\": 4}}",
            "If-Match",
            "*")
        .problemAt(422, "VALIDATION_FAILED", "/executor/instances");
  }

  @Test
  void anotherMasterComesBackAsItIs() {
    String local =
        """
        {"name": "by-itself", "application": {"type": "SQL", "sql": "select 1"},
         "driver": {"cores": 2, "memory": "1g"}, "master": "local[*]"}
        """;
    JsonNode kept = http().post(JOBS, local).expect(201).json().path("definition");
    assertThat(kept.path("master").asString()).isEqualTo("local[*]");
    assertThat(kept.has("executor")).isFalse();
    http().put(JOBS + "/by-itself", kept.toString(), "If-Match", "\"1\"").expect(200);
    assertThat(http().get(JOBS + "/by-itself").header("ETag")).isEqualTo("\"1\"");
    String elsewhere =
        "{\"master\": \"yarn\", \"sparkHome\": \"/opt/spark\", \"executor\": {\"instances\": 3}}";
    JsonNode moved =
        http()
            .patch(JOBS + "/by-itself", elsewhere, "If-Match", "*")
            .expect(200)
            .json()
            .path("definition");
    assertThat(moved.path("sparkHome").asString()).isEqualTo("/opt/spark");
    assertThat(moved.at("/executor/instances").asInt()).isEqualTo(3);
    http()
        .patch(
            JOBS + "/by-itself", "{\"master\": \"local[3]\", \"executor\": null}", "If-Match", "*")
        .problemAt(422, "VALIDATION_FAILED", "/driver/cores");
    http()
        .patch(JOBS + "/by-itself", "{\"master\": \"stoker\"}", "If-Match", "*")
        .problemAt(422, "NOT_SUPPORTED_YET", "/sparkHome");
  }

  @Test
  void puttingWhatIsThereMakesNoRevision() {
    http().post(JOBS, Definitions.smallest("same")).expect(201);
    String definition = http().get(JOBS + "/same").json().path("definition").toString();

    Reply again = http().put(JOBS + "/same", definition, "If-Match", "\"1\"").expect(200);

    assertThat(again.header("ETag")).isEqualTo("\"1\"");
    http()
        .put(JOBS + "/same", Definitions.labelled("same", "ops"), "If-Match", "\"1\"")
        .expect(200);
    assertThat(http().get(JOBS + "/same").header("ETag")).isEqualTo("\"2\"");
    JsonNode revisions = http().get(JOBS + "/same/revisions").expect(200).json().path("items");
    assertThat(revisions.valueStream().map(item -> item.path("revision").asInt()))
        .containsExactly(2, 1);
    assertThat(http().get(JOBS + "/same/revisions/1").expect(200).json().path("definition"))
        .isEqualTo(JsonMapper.shared().readTree(definition));
    http().get(JOBS + "/same/revisions/3").problem(404, "NOT_FOUND");
  }

  @Test
  void aChangeNeedsTheEtagOfWhatItsAuthorSaw() {
    String path = JOBS + "/guarded";
    http().post(JOBS, Definitions.smallest("guarded")).expect(201);
    String changed = Definitions.labelled("guarded", "ops");

    http().put(path, changed).problem(428, "PRECONDITION_REQUIRED");
    http().patch(path, "{}").problem(428, "PRECONDITION_REQUIRED");
    http().delete(path).problem(428, "PRECONDITION_REQUIRED");
    http().put(path, changed, "If-Match", "1").problem(400, "MALFORMED_REQUEST");
    http().put(path, changed, "If-Match", "\"2\"").problem(412, "STALE_ETAG");
    http().put(path, changed, "If-Match", "W/\"1\"").problem(412, "STALE_ETAG");
    http().put(path, changed, "If-Match", "\"x\"").problem(412, "STALE_ETAG");
    http().put(path, changed, "If-Match", "\"7\", \"1\"").expect(200);
    http().delete(path, "If-Match", "\"1\"").problem(412, "STALE_ETAG");
    http().delete(path, "If-Match", "*").expect(204);
    http().get(path).problem(404, "NOT_FOUND");
    http().put(path, changed, "If-Match", "*").problem(404, "NOT_FOUND");
  }

  @Test
  void theNameCannotChange() {
    http().post(JOBS, Definitions.smallest("fixed")).expect(201);

    http()
        .put(JOBS + "/fixed", Definitions.smallest("other"), "If-Match", "*")
        .problemAt(422, "VALIDATION_FAILED", "/name");
    http()
        .patch(JOBS + "/fixed", "{\"name\": \"other\", \"x\": 1}", "If-Match", "*")
        .problemAt(422, "VALIDATION_FAILED", "/name", "/x");
  }

  @Test
  void aPatchMergesAndNullPutsBackTheDefault() {
    http()
        .post(
            JOBS,
            """
            {"name": "patched", "labels": {"team": "ops", "tier": "1"},
             "application": {"type": "SQL", "sql": "select 1"},
             "executor": {"instances": 8, "memory": "4g"}}
            """)
        .expect(201);

    JsonNode patched =
        http()
            .patch(
                JOBS + "/patched",
                """
                {"labels": {"team": null, "owner": "ann"}, "application": {"sql": "select 2"},
                 "executor": {"instances": null}, "result": {"format": "csv"}}
                """,
                "If-Match",
                "\"1\"",
                "Content-Type",
                "application/merge-patch+json")
            .expect(200)
            .json()
            .path("definition");

    assertThat(sorted(patched.path("labels").toString()))
        .isEqualTo("{\"owner\":\"ann\",\"tier\":\"1\"}");
    assertThat(patched.at("/application/sql").asString()).isEqualTo("select 2");
    assertThat(patched.at("/executor/instances").asInt()).isEqualTo(2);
    assertThat(patched.at("/executor/memory").asString()).isEqualTo("4g");
    assertThat(patched.at("/result/format").asString()).isEqualTo("csv");
  }

  @Test
  void aPatchIsCheckedAsAWhole() {
    http().post(JOBS, Definitions.smallest("checked")).expect(201);

    http()
        .patch(
            JOBS + "/checked",
            "{\"executor\": {\"memory\": \"1k\"}, \"driver\": 5, \"name\": null}",
            "If-Match",
            "*")
        .problemAt(422, "VALIDATION_FAILED", "/executor/memory", "/driver", "/name");
    assertThat(http().get(JOBS + "/checked").header("ETag")).isEqualTo("\"1\"");
  }

  @Test
  void ofRacingPutsWithTheSameEtagOneWins() throws Exception {
    int racers = 4;
    http().post(JOBS, Definitions.smallest("raced")).expect(201);
    ExecutorService threads = Executors.newFixedThreadPool(racers);
    try {
      CyclicBarrier start = new CyclicBarrier(racers);
      List<Future<Integer>> replies =
          IntStream.range(0, racers)
              .mapToObj(
                  i ->
                      threads.submit(
                          () -> {
                            start.await();
                            return http()
                                .put(
                                    JOBS + "/raced",
                                    Definitions.labelled("raced", "team-" + i),
                                    "If-Match",
                                    "\"1\"")
                                .status();
                          }))
              .toList();
      List<Integer> statuses = new ArrayList<>();
      for (Future<Integer> reply : replies) {
        statuses.add(reply.get());
      }
      assertThat(statuses).containsOnlyOnce(200).contains(412).containsOnly(200, 412);
    } finally {
      threads.shutdownNow();
    }
    assertThat(http().get(JOBS + "/raced").header("ETag")).isEqualTo("\"2\"");
  }

  @Test
  void aRepeatWithTheSameKeyMakesNothingNew() {
    String definition = Definitions.smallest("keyed");
    Reply first = http().post(JOBS, definition, "Idempotency-Key", "k1").expect(201);

    Reply repeat = http().post(JOBS, definition, "Idempotency-Key", "k1").expect(201);

    assertThat(repeat.json()).isEqualTo(first.json());
    http()
        .post(JOBS, Definitions.smallest("keyed-2"), "Idempotency-Key", "k1")
        .problem(422, "IDEMPOTENCY_KEY_REUSED");
    http().post(JOBS, definition).problem(409, "ALREADY_EXISTS");
    http()
        .post(JOBS, definition, "Idempotency-Key", "k".repeat(256))
        .problem(400, "MALFORMED_REQUEST");
  }

  @Test
  void aListIsPagedNewestFirstAndFiltered() {
    for (String name : List.of("paged-a", "paged-b", "paged-c")) {
      http().post(JOBS, Definitions.labelled(name, "pagers")).expect(201);
    }

    JsonNode first = http().get(JOBS + "?name=paged-&pageSize=2").expect(200).json();
    assertThat(names(first)).containsExactly("paged-c", "paged-b");
    JsonNode second =
        http()
            .get(
                JOBS
                    + "?name=paged-&pageSize=2&pageToken="
                    + first.path("nextPageToken").asString())
            .expect(200)
            .json();
    assertThat(names(second)).containsExactly("paged-a");
    assertThat(second.has("nextPageToken")).isFalse();
    assertThat(names(http().get(JOBS + "?label=team=pagers&name=b").json()))
        .containsExactly("paged-b");
    assertThat(names(http().get(JOBS + "?label=team=pagers&label=x=y").json())).isEmpty();
  }

  @Test
  void wrongQueriesNameTheirParameter() {
    http().get(JOBS + "?pageSize=0").problemAt(400, "MALFORMED_REQUEST", "pageSize");
    http().get(JOBS + "?pageSize=501").problemAt(400, "MALFORMED_REQUEST", "pageSize");
    http().get(JOBS + "?pageSize=x").problemAt(400, "MALFORMED_REQUEST", "pageSize");
    http().get(JOBS + "?pageToken=%25").problemAt(400, "MALFORMED_REQUEST", "pageToken");
    http().get(JOBS + "?pageToken=YWJj").problemAt(400, "MALFORMED_REQUEST", "pageToken");
    http().get(JOBS + "?label=team").problemAt(400, "MALFORMED_REQUEST", "label");
    http().get(JOBS + "/a/revisions/x").problemAt(400, "MALFORMED_REQUEST", "number");
    http().get(JOBS + "/no-such-job").problem(404, "NOT_FOUND");
    http().get(JOBS + "/no-such-job/revisions").problem(404, "NOT_FOUND");
    http().get(JOBS + "/NO:such").problem(404, "NOT_FOUND");
  }

  private static List<String> names(JsonNode page) {
    return page.path("items").valueStream().map(item -> item.path("name").asString()).toList();
  }

  private static String sorted(String json) {
    JsonMapper mapper =
        JsonMapper.builder().enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS).build();
    return mapper.writeValueAsString(mapper.readValue(json, Object.class));
  }
}
