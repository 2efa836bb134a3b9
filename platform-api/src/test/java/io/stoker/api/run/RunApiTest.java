package io.stoker.api.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.stoker.api.PlatformTest;
import io.stoker.api.Reply;
import io.stoker.contract.driver.DriverProgress;
import io.stoker.contract.driver.ExecutorDemand.ProfileDemand;
import io.stoker.contract.driver.SqlProgram;
import io.stoker.contract.node.Assignment;
import io.stoker.contract.node.LogAck;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** Runs over HTTP, from the user's side, the node's and the driver's at once. */
class RunApiTest extends PlatformTest {
  private static final String JOB = "/api/v1/jobs/delays";
  private static final String RUNS = "/api/v1/runs";

  private TestNode node;

  @BeforeAll
  void joinAndMakeAJob() {
    cancelAll();
    drainAll();
    node = TestNode.join(anonymous().as(secret("join.token")), "run-api-node");
    http()
        .post(
            "/api/v1/jobs",
            """
            {"name": "delays",
             "application": {"type": "SQL", "sql": "select :minDelay d, :limit l"},
             "result": {},
             "parameters": {"minDelay": {"type": "integer", "default": 15},
                            "limit": {"type": "decimal", "default": 1.50}},
             "executor": {"instances": 1, "memory": "512m"},
             "driver": {"cores": 0.5, "memory": "512m"},
             "retry": {"maxAttempts": 2, "backoff": "PT0S"}, "timeout": "PT2H"}
            """)
        .expect(201);
  }

  /** Nodes of other tests have room too, and are silent. */
  private void drainAll() {
    items("/api/v1/nodes")
        .forEach(
            other ->
                http().post("/api/v1/nodes/" + text(other, "id") + ":drain", "{}").expect(200));
  }

  @AfterEach
  void makeRoom() {
    cancelAll();
    node.obey();
  }

  /** What is left, of other tests too, would take the next test's room. */
  private void cancelAll() {
    for (String state : List.of("QUEUED", "STARTING", "RUNNING", "COMMITTING", "RETRY_WAIT")) {
      items(RUNS + "?state=" + state)
          .forEach(run -> http().post(RUNS + "/" + text(run, "id") + ":cancel", "").expect(200));
    }
  }

  @Test
  void aRunFromItsStartToItsResult() {
    Reply started = http().post(JOB + "/runs", "{\"parameters\": {\"minDelay\": 60}}").expect(202);
    String id = text(started.json(), "id");
    String run = RUNS + "/" + id;
    assertThat(started.header("Location")).isEqualTo(run);
    assertThat(started.json().at("/parameters/minDelay").asInt()).isEqualTo(60);
    assertThat(started.text()).as("its digits are kept").contains("\"limit\":1.50");
    assertThat(started.json().at("/sparkConf/spark.executor.memory").asString()).isEqualTo("512m");
    assertThat(started.json().path("timeout").asString()).isEqualTo("PT2H");

    Assignment assignment = node.awaitDriver(id);
    TestDriver driver = new TestDriver(anonymous(), assignment);
    assertThat(((SqlProgram) driver.launch().program()).parameters().get("minDelay"))
        .extracting("type", "text")
        .containsExactly("integer", "60");
    node.runs(assignment);
    assertState(run, "STARTING");
    http().get(run + "/progress").problem(404, "NOT_FOUND");
    assertThat(http().get(run + "/result").problem(404, "NOT_FOUND").path("detail").asString())
        .contains("no result yet", "STARTING");

    driver.started().expect(204);
    assertState(run, "RUNNING");
    driver.demand(1, 1).expect(204);
    Assignment executor = awaitExecutor(id);
    node.runs(executor);
    JsonNode told = driver.executors(-1, "PT0S").expect(200).json();
    assertThat(told.at("/executors/0/state").asString()).isEqualTo("RUNNING");
    assertThat(told.path("stop").isNull()).isTrue();
    assertThat(told.path("racks").isObject()).isTrue();

    driver.progress(1, 4).expect(204);
    driver.progress(3, 9).expect(204);
    driver.progress(2, 6).expect(204);
    assertThat(http().get(run + "/progress").expect(200).json().path("tasksCompleted").asInt())
        .isEqualTo(9);
    assertThat(http().get(run).json().at("/progress/stages/0/name").asString()).isEqualTo("scan");
    JsonNode executors = items(run + "/executors").get(0);
    assertThat(text(executors, "node")).isEqualTo("run-api-node");
    assertThat(text(executors, "state")).isEqualTo("RUNNING");
    assertThat(executors.path("completedTasks").asInt()).isEqualTo(9);
    assertThat(executors.path("activeTasks").asInt()).isEqualTo(2);
    assertThat(executors.path("resourceProfile").asInt(-1)).isZero();
    assertThat(executors.path("heapBytes").asLong()).isEqualTo(1L << 30);
    assertMemory(run, driver);

    driver.committing().expect(204);
    assertState(run, "COMMITTING");
    driver.commit().expect(204);
    driver.commit().expect(204);
    node.ended(assignment, 0);
    assertSucceeded(run, driver);
  }

  /**
   * What was asked for and what is used, in one answer; what the kernel counts is the node's word.
   */
  private void assertMemory(String run, TestDriver driver) {
    driver.memory(1, 400).expect(204);
    driver.memory(2, 100).expect(204);
    JsonNode memory = http().get(run).expect(200).json().path("memory");
    assertThat(memory.at("/driver/asked/heap/unifiedBytes").asLong()).isEqualTo(133378867);
    assertThat(memory.at("/driver/used/latest/heapBytes").asLong()).isEqualTo(100);
    assertThat(memory.at("/driver/used/peak/heapBytes").asLong()).isEqualTo(800);
    assertThat(memory.at("/driver/used/latest/rssBytes").asLong()).isEqualTo(500);
    assertThat(memory.at("/driver/used/peak/rssBytes").asLong()).isEqualTo(900);
    assertThat(memory.at("/executor/peak/unifiedCapacityBytes").asLong())
        .isEqualTo(memory.at("/executor/asked/heap/unifiedBytes").asLong());
    assertThat(memory.at("/cached/0/name").asString()).isEqualTo("In-memory table f");
    assertThat(items(run + "/executors").get(0).at("/memory/peak/gcMillis").asInt()).isEqualTo(12);
    assertThat(items(run + "/attempts").get(0).at("/driverMemory/peak/heapBytes").asInt())
        .isEqualTo(800);
    assertThat(items(RUNS).get(0).path("memory").at("/driver").has("used")).isFalse();
  }

  private void assertSucceeded(String run, TestDriver driver) {
    JsonNode end = http().get(run + "?wait=PT60S").expect(200).json();
    assertThat(text(end, "state")).isEqualTo("SUCCEEDED");
    assertThat(end.has("reason")).isFalse();
    for (String phase :
        List.of(
            "queued",
            "driverLaunch",
            "sparkStart",
            "executorStart",
            "execution",
            "commit",
            "total")) {
      assertThat(Duration.parse(end.at("/timings/" + phase).asString()))
          .isGreaterThanOrEqualTo(Duration.ZERO);
    }
    assertThat(end.at("/memory/driver/used/peak/heapBytes").asLong()).isEqualTo(800);
    JsonNode result = http().get(run + "/result").expect(200).json();
    assertThat(result.at("/manifest/location").asString())
        .isEqualTo(driver.launch().outputDirectory());
    assertThat(result.at("/manifest/files/0/path").asString()).isEqualTo("part-0.parquet");
    JsonNode attempt = items(run + "/attempts").get(0);
    assertThat(text(attempt, "state")).isEqualTo("COMMITTED");
    assertThat(text(attempt, "node")).isEqualTo("run-api-node");
    assertThat(attempt.path("exitCode").asInt(-1)).isZero();
    List<JsonNode> events = items(run + "/events");
    assertThat(events.stream().map(event -> event.path("number").asInt()))
        .isEqualTo(IntStream.rangeClosed(1, events.size()).boxed().toList());
    assertThat(items(run + "/events?after=" + (events.size() - 1)))
        .containsExactly(events.get(events.size() - 1));
    assertThat(http().get(run).text() + http().get(run + "/events").text())
        .doesNotContain(driver.launch().attemptToken(), driver.launch().authSecret());
  }

  @Test
  void aFailureIsTriedAgainAndThenTheReason() {
    String id = start();
    String run = RUNS + "/" + id;
    for (int attempt = 1; attempt <= 2; attempt++) {
      Assignment assignment = awaitAttempt(id, attempt);
      TestDriver driver = new TestDriver(anonymous(), assignment);
      node.runs(assignment);
      driver.fails("INPUT_NOT_FOUND", true).expect(204);
      driver.started().problem(409, "FENCED");
      node.ended(assignment, 1);
    }
    JsonNode end = http().get(run + "?wait=PT60S").expect(200).json();
    assertThat(text(end, "state")).isEqualTo("FAILED");
    assertThat(end.at("/reason/code").asString()).isEqualTo("INPUT_NOT_FOUND");
    assertThat(end.path("attempts").asInt()).isEqualTo(2);
    assertThat(items(run + "/attempts")).hasSize(2);
    assertThat(http().get(run + "/result").problem(404, "NOT_FOUND").path("detail").asString())
        .contains("FAILED", "It did not work.");
  }

  /** I6 and I14 over HTTP. */
  @Test
  void aDriverSpeaksForItsOwnLiveAttemptOnly() {
    String first = start();
    String second = start();
    Assignment assignment = node.awaitDriver(first);
    Assignment foreign = node.awaitDriver(second);
    TestDriver driver = new TestDriver(anonymous(), assignment);
    driver.started().expect(204);
    anonymous()
        .as(driver.launch().attemptToken())
        .post("/internal/v1/attempts/" + foreign.fence() + "/committing", "")
        .problem(403, "FORBIDDEN");
    driver
        .commit(driver.launch().outputDirectory() + "../", "../x")
        .problemAt(422, "VALIDATION_FAILED", "/manifest/location", "/manifest/files/0/path");
    driver.send("POST", "/commit", "{}").problemAt(422, "VALIDATION_FAILED", "/manifest");
    driver.send("PUT", "/progress", "{\"number\": 1}").expect(422);
    assertState(RUNS + "/" + first, "RUNNING");

    http().post(RUNS + "/" + first + ":cancel", "").expect(200);
    for (Reply reply :
        List.of(
            driver.started(),
            driver.demand(1, 1),
            driver.progress(1, 1),
            driver.committing(),
            driver.commit(),
            driver.fails("X", true))) {
      reply.problem(409, "FENCED");
    }
    http().get(RUNS + "/" + first + "/result").problem(404, "NOT_FOUND");
    node.obey();
    assertState(RUNS + "/" + first, "CANCELLED");
  }

  @Test
  void aResultThatNobodyElseSeesIsNone() {
    String id = start();
    TestDriver driver = new TestDriver(anonymous(), node.awaitDriver(id));
    driver.started().expect(204);
    driver.commit(driver.launch().outputDirectory(), "elsewhere.parquet").problem(409, "FENCED");
    JsonNode attempts = http().get(RUNS + "/" + id + "/attempts").expect(200).json();
    assertThat(attempts.findValuesAsString("code")).contains("RESULT_NOT_IN_STORAGE");
  }

  @Test
  void aCancelWakesTheDriverAndStaysForEver() {
    String id = start();
    String run = RUNS + "/" + id;
    Assignment assignment = node.awaitDriver(id);
    TestDriver driver = new TestDriver(anonymous(), assignment);
    driver.started().expect(204);
    long version = driver.executors(-1, "PT0S").json().path("version").asLong();
    CompletableFuture<Reply> poll =
        CompletableFuture.supplyAsync(() -> driver.executors(version, "PT50S"));

    JsonNode cancelled = http().post(run + ":cancel", "").expect(200).json();
    assertThat(text(cancelled, "state")).isEqualTo("RUNNING");
    assertThat(text(cancelled.path("reason"), "code")).isEqualTo("CANCELLING");
    assertThat(text(cancelled.path("reason"), "message")).contains("driver on run-api-node");

    assertThat(poll.join().expect(200).json().path("stop").asString()).contains("Cancelled by");
    assertThat(http().post(run + ":cancel", "").expect(200).json()).isEqualTo(cancelled);
    node.await(it -> it.id().equals(assignment.id()) && it.desired().equals("STOP"));
    assertState(run, "RUNNING");
    node.obey();
    JsonNode end = http().get(run + "?wait=PT60S").expect(200).json();
    assertThat(text(end, "state")).isEqualTo("CANCELLED");
    assertThat(text(end.path("reason"), "message"))
        .startsWith("Cancelled by ")
        .doesNotContain("not");
  }

  @Test
  void logsAreReadByOffsetAndKept() {
    String id = start();
    String run = RUNS + "/" + id;
    Assignment assignment = node.awaitDriver(id);
    node.runs(assignment);
    String log = run + "/logs/driver/stderr";
    assertThat(http().get(log).expect(200).text()).isEmpty();
    node.log(assignment, "stderr", 0, "first line\n");
    assertThat(node.logBehind(assignment, "stderr", 0, 11, "second line\n"))
        .isEqualTo(new LogAck(23, 11L));

    Reply part = http().get(log + "?offset=6&limit=9").expect(200);

    assertThat(part.text()).isEqualTo("line\nseco");
    assertThat(part.header("Stoker-Next-Offset")).isEqualTo("15");
    assertThat(part.header("Stoker-Complete")).isEqualTo("false");
    assertThat(part.header("Content-Type")).startsWith("text/plain");
    JsonNode listed = items(run + "/logs").get(0);
    assertThat(text(listed, "process")).isEqualTo("driver");
    assertThat(listed.path("bytes").asInt()).isEqualTo(23);

    new TestDriver(anonymous(), assignment).fails("X", false).expect(204);
    node.ended(assignment, 1);
    longAgo(assignment);
    assertThat(http().get(log + "?offset=23").header("Stoker-Complete"))
        .as("after an outage its node may be hours behind")
        .isEqualTo("false");
    node.lastLog(assignment, "stderr", 23, "third line\n");
    Reply rest = http().get(log + "?offset=23").expect(200);
    assertThat(rest.text()).isEqualTo("third line\n");
    assertThat(rest.header("Stoker-Complete")).isEqualTo("true");
    assertThat(http().get(log + "?limit=3").header("Stoker-Complete")).isEqualTo("false");
    assertThat(http().get(log + "?attempt=1").expect(200).text())
        .isEqualTo("first line\nsecond line\nthird line\n");
  }

  /** Its node sends logs seldom, and this one soon. */
  @Test
  void aNodeIsToldWhoseLogSomebodyFollows() {
    String id = start();
    Assignment assignment = node.awaitDriver(id);
    node.runs(assignment);
    assertThat(node.followedLogs()).isEmpty();
    http().get(RUNS + "/" + id + "/logs/driver/stderr").expect(200);
    assertThat(node.followedLogs()).containsExactly(assignment.id());
    jdbc().sql("update platform_clock set ticks = ticks + 31").update();
    assertThat(node.followedLogs()).isEmpty();
  }

  /** Nobody says where the log of a process ends that its node has lost. */
  @Test
  void theLogOfALostProcessIsNotAwaitedForEver() {
    String id = start();
    Assignment assignment = node.awaitDriver(id);
    node.runs(assignment);
    node.log(assignment, "stdout", 0, "all that came\n");
    String log = RUNS + "/" + id + "/logs/driver/stdout?attempt=1";
    node.loses(assignment);
    assertThat(http().get(log).header("Stoker-Complete")).isEqualTo("false");
    longAgo(assignment);
    assertThat(http().get(log).header("Stoker-Complete")).isEqualTo("true");
  }

  private void longAgo(Assignment assignment) {
    jdbc()
        .sql("update assignment set exited_at = exited_at - interval '1 hour' where id = :id")
        .param("id", assignment.id())
        .update();
  }

  /** Spark recomputes what a lost host held, so one lost process must not look like that. */
  @Test
  void aProcessThatItsNodeLostIsNotTheLossOfTheNode() {
    String id = start();
    Assignment assignment = node.awaitDriver(id);
    node.runs(assignment);
    TestDriver driver = new TestDriver(anonymous(), assignment);
    driver.started().expect(204);
    driver.demand(1, 1).expect(204);
    Assignment executor = awaitExecutor(id);
    node.runs(executor);
    node.loses(executor);
    JsonNode told = driver.executors(-1, "PT0S").expect(200).json().at("/executors/0");
    assertThat(text(told, "state")).isEqualTo("LOST");
    assertThat(told.path("nodeLost").asBoolean()).isFalse();
  }

  /** A node of an older version knows no other master, and would have its executors placed here. */
  @Test
  void aDriverThatDoesNotKnowItsMasterGetsNoExecutors() {
    http()
        .post(
            "/api/v1/jobs",
            """
            {"name": "local", "master": "local[2]", "driver": {"cores": 2, "memory": "512m"},
             "application": {"type": "SQL", "sql": "select 1 one"}, "result": {}}
            """)
        .expect(201);
    String id = text(http().post("/api/v1/jobs/local/runs", "").expect(202).json(), "id");
    TestDriver driver = new TestDriver(anonymous(), node.awaitDriver(id));
    driver.started().expect(204);
    driver.demand(1, 2).problem(409, "FENCED");
    JsonNode run = http().get(RUNS + "/" + id).expect(200).json();
    assertThat(run.at("/reason/code").asString()).isEqualTo("NODE_TOO_OLD");
    assertThat(node.assignments()).noneMatch(it -> it.executor() != null);
  }

  private Assignment awaitExecutor(String run) {
    return node.await(it -> it.executor() != null && run.equals(String.valueOf(it.runId())));
  }

  /** Goes red without the bounds: the next pass then fails, for everybody and for ever. */
  @Test
  void anImpossibleDemandStopsNobodyElse() {
    String greedy = start();
    TestDriver bad = new TestDriver(anonymous(), node.awaitDriver(greedy));
    bad.started().expect(204);
    bad.demand(
            1,
            new ProfileDemand(0, 1, 0, 0, -1, null),
            new ProfileDemand(1, -1, 1 << 20, 9, 1, null))
        .problemAt(
            422,
            "VALIDATION_FAILED",
            "/profiles/0/cores",
            "/profiles/0/heapBytes",
            "/profiles/0/memoryBytes",
            "/profiles/1/total",
            "/profiles/1/cores",
            "/profiles/1/memoryBytes");
    bad.demand(1, Collections.nCopies(101, new ProfileDemand(0, 1, 1, 1, 1, null)))
        .problemAt(422, "VALIDATION_FAILED", "/profiles");
    bad.demand(
            1, Collections.nCopies(100, new ProfileDemand(0, 1000, 1024, 1, Long.MAX_VALUE, null)))
        .expect(204);

    String modest = start();
    TestDriver good = new TestDriver(anonymous(), node.awaitDriver(modest));
    good.started().expect(204);
    good.demand(1, 1).expect(204);
    awaitExecutor(modest);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/logs/driver/stdin",
        "/logs/driver/stdout?attempt=9",
        "/logs/executor-99/stdout",
        "/logs/..%2e/stdout",
        "/logs/executor-99999999999999999999/stdout"
      })
  void thereIsNoSuchLog(String log) {
    String id = start();
    node.awaitDriver(id);
    assertThat(http().get(RUNS + "/" + id + log).status()).isIn(400, 404);
  }

  @Test
  void wrongParametersAreNamedByPointer() {
    http()
        .post(
            JOB + "/runs",
            """
            {"parameters": {"minDelay": "late", "maxDelay": 1, "limit": null}}
            """)
        .problemAt(
            422,
            "VALIDATION_FAILED",
            "/parameters/minDelay",
            "/parameters/maxDelay",
            "/parameters/limit");
    http()
        .post(JOB + "/runs", "{\"parametres\": {}}")
        .problemAt(422, "VALIDATION_FAILED", "/parametres");
    http().send("POST", JOB + "/runs", null).expect(202);
    http().post(JOB + "/runs", "[]").problem(400, "MALFORMED_REQUEST");
  }

  @Test
  void unknownIdsAndBadQueriesAreProblems() {
    http().post("/api/v1/jobs/nowhere/runs", "{}").problem(404, "NOT_FOUND");
    http().get("/api/v1/jobs/nowhere/runs").problem(404, "NOT_FOUND");
    for (String id : List.of(UUID.randomUUID().toString(), "not-an-id", "abc:cancel")) {
      for (String below :
          List.of(
              "",
              "/attempts",
              "/executors",
              "/progress",
              "/events",
              "/result",
              "/logs",
              "/logs/driver/stderr")) {
        http().get(RUNS + "/" + id + below).problem(404, "NOT_FOUND");
      }
    }
    http().post(RUNS + "/" + UUID.randomUUID() + ":cancel", "").problem(404, "NOT_FOUND");
    http().get(RUNS + "?state=DONE").problem(400, "MALFORMED_REQUEST");
    http().get(RUNS + "?pageSize=0").problem(400, "MALFORMED_REQUEST");
    http().get(RUNS + "?pageToken=x").problem(400, "MALFORMED_REQUEST");
    http().get(RUNS + "/" + UUID.randomUUID() + "?wait=30").problem(400, "MALFORMED_REQUEST");
    http()
        .get(RUNS + "/" + UUID.randomUUID() + "/logs/driver/stderr?offset=-1")
        .problemAt(422, "VALIDATION_FAILED", "offset");
  }

  @Test
  void aKeyMakesARepeatTheSameRun() {
    String body = "{\"parameters\": {\"minDelay\": 7}}";
    String first = text(http().post(JOB + "/runs", body, "Idempotency-Key", "k").json(), "id");
    Reply repeat = http().post(JOB + "/runs", body, "Idempotency-Key", "k").expect(202);
    assertThat(text(repeat.json(), "id")).isEqualTo(first);
    http().post(JOB + "/runs", "{}", "Idempotency-Key", "k").problem(422, "IDEMPOTENCY_KEY_REUSED");
    http().post(JOB + "/runs", body, "Idempotency-Key", " ").problem(400, "MALFORMED_REQUEST");
  }

  @Test
  void aJobThatSkipsRefusesAnotherRunUntilTheFirstIsOver() {
    http()
        .post(
            "/api/v1/jobs",
            """
            {"name": "alone", "application": {"type": "SQL", "sql": "select 1"},
             "executor": {"instances": 1, "memory": "512m"}, "driver": {"memory": "512m"},
             "timeout": "PT1H", "concurrency": {"policy": "SKIP"}}
            """)
        .expect(201);
    String runs = "/api/v1/jobs/alone/runs";
    String first = text(http().post(runs, "{}", "Idempotency-Key", "a").expect(202).json(), "id");
    assertThat(text(http().post(runs, "{}", "Idempotency-Key", "a").expect(202).json(), "id"))
        .isEqualTo(first);
    JsonNode problem = http().post(runs, "{}").problem(409, "CONCURRENCY_LIMIT");
    assertThat(problem.path("detail").asString()).contains("run " + first);
    http().post(RUNS + "/" + first + ":cancel", "").expect(200);
    http().post(runs, "{}").expect(202);
  }

  @Test
  void aRunThatCanNeverFitIsRefused() {
    http()
        .post(
            "/api/v1/jobs",
            """
            {"name": "huge", "application": {"type": "SQL", "sql": "select 1"},
             "executor": {"cores": 64}}
            """)
        .expect(201);
    assertThat(
            http()
                .post("/api/v1/jobs/huge/runs", "{}")
                .problem(422, "DOES_NOT_FIT")
                .at("/errors/0/pointer")
                .asString())
        .isEqualTo("/executor/cores");
  }

  @Test
  void listsArePagedNewestFirst() {
    List<String> started = List.of(start(), start(), start());
    JsonNode page = http().get(JOB + "/runs?pageSize=2").expect(200).json();
    assertThat(ids(page)).containsExactly(started.get(2), started.get(1));
    JsonNode next =
        http().get(JOB + "/runs?pageSize=2&pageToken=" + text(page, "nextPageToken")).json();
    assertThat(ids(next)).startsWith(started.get(0));
    assertThat(ids(http().get(RUNS + "?job=delays&pageSize=1").json()))
        .containsExactly(started.get(2));
    assertThat(ids(http().get(RUNS + "?job=nowhere").json())).isEmpty();
  }

  /** The pool has 16 connections: goes red when a waiter holds one. */
  @Test
  void manyWaitersHoldNoConnection() throws InterruptedException {
    String id = start();
    List<Reply> replies = Collections.synchronizedList(new ArrayList<>());
    List<Thread> waiters =
        IntStream.range(0, 40)
            .mapToObj(i -> new Thread(() -> replies.add(awaitEnd(id)), "waiter-" + i))
            .toList();
    waiters.forEach(Thread::start);
    assertState(RUNS + "/" + id, "STARTING", "QUEUED");
    http().post(RUNS + "/" + id + ":cancel", "").expect(200);
    for (Thread waiter : waiters) {
      waiter.join();
    }
    assertThat(replies)
        .hasSize(40)
        .allSatisfy(reply -> assertThat(text(reply.json(), "state")).isEqualTo("CANCELLED"));
  }

  /** The server has 400 threads: goes red when each waiting client may hold one. */
  @Test
  void aCrowdOfWaitingClientsLeavesRoomForDriversAndNodes() {
    int crowd = 450;
    String id = start();
    Assignment assignment = node.awaitDriver(id);
    TestDriver driver = new TestDriver(anonymous(), assignment);
    List<CompletableFuture<Reply>> waiting =
        Stream.generate(() -> http().getLater(RUNS + "/" + id + "?wait=PT60S"))
            .limit(crowd)
            .toList();
    Awaitility.await("most are answered at once")
        .atMost(Duration.ofSeconds(40))
        .until(() -> waiting.stream().filter(CompletableFuture::isDone).count() >= crowd - 64);
    node.runs(assignment);
    driver.started().expect(204);
    driver.progress(1, 1).expect(204);
    assertThat(waiting).as("some may wait").anyMatch(reply -> !reply.isDone());

    http().post(RUNS + "/" + id + ":cancel", "").expect(200);
    node.obey();
    assertThat(waiting.stream().map(CompletableFuture::join))
        .allSatisfy(reply -> assertThat(reply.status()).isEqualTo(200));
  }

  @Test
  void executorsOfAnotherMasterAreThoseThatTheDriverTellsOf() {
    String job =
        """
        {"name": "elsewhere", "application": {"type": "SQL", "sql": "select 1"},
         "driver": {"cores": 0.5, "memory": "512m"},
         "executor": {"instances": 9, "cores": 64, "memory": "64g"},
         "master": "spark://m:7077", "sparkHome": "/opt/spark"}
        """;
    http().post("/api/v1/jobs", job).expect(201);
    String id = text(http().post("/api/v1/jobs/elsewhere/runs", "{}").expect(202).json(), "id");
    Assignment assignment = node.awaitDriver(id);
    TestDriver driver = new TestDriver(anonymous(), assignment);
    assertThat(driver.launch().sparkHome()).isEqualTo("/opt/spark");
    assertThat(driver.launch().sparkConf()).containsEntry("spark.master", "spark://m:7077");
    node.runs(assignment);
    driver.started().expect(204);
    Instant added = Instant.parse("2026-01-02T03:04:05Z");
    DriverProgress.Foreign foreign = new DriverProgress.Foreign("w1", 64, added, null, null);
    driver.progress(1, 4, new DriverProgress.ExecutorTasks(7, true, 2, 4, 0, foreign)).expect(204);

    JsonNode executor = items(RUNS + "/" + id + "/executors").get(0);
    assertThat(text(executor, "host")).isEqualTo("w1");
    assertThat(executor.has("node")).isFalse();
    assertThat(executor.has("resourceProfile")).isFalse();
    assertThat(text(executor, "state")).isEqualTo("RUNNING");
    assertThat(executor.path("id").asInt()).isEqualTo(7);
    assertThat(executor.path("cores").asInt()).isEqualTo(64);
    assertThat(executor.path("memoryBytes").asLong()).isEqualTo(64L << 30);
    assertThat(executor.path("completedTasks").asInt()).isEqualTo(4);
    foreign = new DriverProgress.Foreign("w1", 64, added, added.plusSeconds(3), "worker lost");
    driver.progress(2, 4, new DriverProgress.ExecutorTasks(7, false, 0, 4, 0, foreign)).expect(204);
    executor = items(RUNS + "/" + id + "/executors").get(0);
    assertThat(text(executor, "state")).isEqualTo("EXITED");
    assertThat(executor.at("/reason/message").asString()).isEqualTo("worker lost");
  }

  @Test
  void aRunThatCannotBeSeenIntoSaysSoAndShowsNoZeros() {
    String job =
        """
        {"name": "foreign", "application": {"type": "SQL", "sql": "select 1"},
         "driver": {"cores": 1, "memory": "512m"}, "master": "local",
         "sparkHome": "/opt/spark"}
        """;
    http().post("/api/v1/jobs", job).expect(201);
    String id = text(http().post("/api/v1/jobs/foreign/runs", "{}").expect(202).json(), "id");
    Assignment assignment = node.awaitDriver(id);
    TestDriver driver = new TestDriver(anonymous(), assignment);
    node.runs(assignment);
    driver.startedFromOutside("Spark 3.5.6 for Scala 2.12").expect(204);
    driver.progress(1, 0).expect(204);

    JsonNode run = http().get(RUNS + "/" + id).expect(200).json();
    assertThat(text(run, "state")).isEqualTo("RUNNING");
    assertThat(run.at("/warnings/0/code").asString()).isEqualTo("OTHER_SPARK");
    assertThat(run.at("/warnings/0/message").asString()).contains("Spark 3.5.6 for Scala 2.12");
    assertThat(run.has("progress")).isFalse();
    assertThat(run.at("/memory/driver").has("used")).isFalse();
    http().get(RUNS + "/" + id + "/progress").problem(404, "NOT_FOUND");
  }

  private Reply awaitEnd(String id) {
    return http().get(RUNS + "/" + id + "?wait=PT60S").expect(200);
  }

  private Assignment awaitAttempt(String run, int number) {
    return node.await(
        it ->
            it.driver() != null
                && run.equals(String.valueOf(it.runId()))
                && it.driver().attempt() == number);
  }

  private String start() {
    return text(http().post(JOB + "/runs", "{}").expect(202).json(), "id");
  }

  private void assertState(String run, String... states) {
    assertThat(text(http().get(run).expect(200).json(), "state")).isIn((Object[]) states);
  }

  private List<JsonNode> items(String path) {
    return http().get(path).expect(200).json().path("items").valueStream().toList();
  }

  private static List<String> ids(JsonNode page) {
    return page.path("items").valueStream().map(run -> text(run, "id")).toList();
  }

  private static String text(JsonNode node, String field) {
    return node.path(field).asString();
  }
}
