package io.stoker.api.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.stoker.api.PlatformTest;
import io.stoker.api.Reply;
import io.stoker.contract.node.Assignment;
import io.stoker.contract.ui.UiForwarding;
import io.stoker.contract.ui.UiForwarding.Answer;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.util.FileSystemUtils;
import tools.jackson.databind.JsonNode;

/** The same link after the run's end, with a node that is the test's. */
class RunHistoryApiTest extends PlatformTest {
  private static final String RUNS = "/api/v1/runs/";

  private NodePagesServer pages;
  private TestNode node;
  private String run;
  private String application;
  private String ui;
  private Path log;

  @BeforeEach
  void aRunThatIsOver() throws IOException {
    jdbc()
        .sql("update history_server set asked_tick = null, unreached = 0, gave_way = null")
        .update();
    pages = new NodePagesServer("127.0.0.2");
    http().send("DELETE", "/api/v1/jobs/past", null, "If-Match", "*");
    drainNodes();
    node =
        TestNode.join(
            anonymous().as(secret("join.token")),
            "past-" + UUID.randomUUID(),
            "127.0.0.2",
            pages.port());
    http()
        .post(
            "/api/v1/jobs",
            """
            {"name": "past", "application": {"type": "SQL", "sql": "select 1 a"},
             "executor": {"instances": 1, "memory": "512m"}, "driver": {"memory": "512m"}}
            """)
        .expect(201);
    run = http().post("/api/v1/jobs/past/runs", "{}").expect(202).json().path("id").asString();
    ui = RUNS + run + "/ui";
    Assignment driver = node.awaitDriver(run);
    application = driver.applicationId();
    log =
        Path.of(URI.create(Objects.requireNonNull(driver.driver()).eventLogDirectory()))
            .resolve("eventlog_v2_" + application);
    node.runs(driver);
    http().post(RUNS + run + ":cancel", "").expect(200);
    node.obey();
    Files.createDirectories(log);
    Files.createFile(log.resolve("appstatus_" + application));
  }

  private void drainNodes() {
    for (JsonNode one : http().get("/api/v1/nodes").json().path("items").values()) {
      http().post("/api/v1/nodes/" + one.path("id").asString() + ":drain", "{}").expect(200);
    }
  }

  @AfterEach
  void noNode() {
    pages.close();
    jdbc().sql("update node set state = 'REMOVED', removed_at = clock_timestamp()").update();
  }

  @Test
  void theFirstPageStartsTheHistoryServerAndThenItsPagesOfThisRunAreThere() {
    assertThat(http().get(ui).expect(302).header("Location")).isEqualTo(ui + "/");
    String pagesOfIt = ui + "/history/" + application;
    for (String page : List.of("/", "/history", "/history/")) {
      assertThat(http().get(ui + page).expect(302).header("Location")).isEqualTo(pagesOfIt + "/");
    }
    assertThat(http().get(ui + "/stages/stage/?id=1").expect(302).header("Location"))
        .as("where its driver had it")
        .isEqualTo(pagesOfIt + "/stages/stage/?id=1");
    assertThat(http().get(RUNS + run + "/attempts").json().at("/items/0/history").asString())
        .isEqualTo(pagesOfIt + "/");
    assertThat(node.assignments()).as("nobody has asked for a page yet").isEmpty();

    Reply starting = http().get(pagesOfIt + "/jobs/", "Accept", "text/html").expect(503);
    assertThat(starting.text()).contains("UI_NOT_READY", "history server", "\"refresh\"");
    Assignment server = node.await(it -> it.historyServer() != null);
    assertThat(Objects.requireNonNull(server.historyServer()).eventLogDirectory())
        .isEqualTo(log.resolveSibling("").toUri().toString());
    assertThat(server.runId()).isNull();
    http().get(pagesOfIt + "/jobs/").problem(503, "UI_NOT_READY");
    node.runs(server);

    assertThat(http().get(pagesOfIt + "/jobs/?a=1").expect(200).text()).contains("page");
    String forwarded = UiForwarding.path(server.id());
    assertThat(last())
        .startsWith("GET " + forwarded + "/history/" + application + "/jobs/?a=1\n")
        .contains("X-forwarded-context=[" + ui + "]");
    http().get(ui + "/static/webui.js").expect(200);
    pages.asked.clear();
    http().get(ui + "/api/v1/applications/" + application + "/jobs").expect(200);
    assertThat(pages.asked)
        .extracting(asked -> asked.lines().findFirst().orElseThrow())
        .containsExactly(
            "GET " + forwarded + "/history/" + application + "/",
            "GET " + forwarded + "/api/v1/applications/" + application + "/jobs");

    nothingOfOthers();
    whoMaySeeTheRunMaySeeIt(pagesOfIt);
    itIsBusyOrCannotReadTheLog(pagesOfIt);
    whatItsRestApiAndFilesHaveNotIsNotThere();
  }

  private void whatItsRestApiAndFilesHaveNotIsNotThere() {
    http().get(ui + "/api/v1/applications/" + application + "/missing/").expect(404);
    http().get(ui + "/static/missing/").expect(404);
  }

  private void nothingOfOthers() {
    pages.asked.clear();
    String other = "0197a3c4-1c5e-7aa0-8000-0123456789ab-7";
    for (String path :
        List.of(
            "/history/" + other + "/jobs/",
            "/history/" + run + "-4711/jobs/",
            "/history/" + application + "0/",
            "/history/x/",
            "/api/v1/applications",
            "/api/v1/applications/",
            "/api/v1/applications/" + other + "/jobs",
            "/api/v1/version",
            "/static/a%20b")) {
      http().get(ui + path).problem(404, "NOT_FOUND");
    }
    for (String path :
        List.of(
            "/history/" + application + "/../" + other + "/jobs/",
            "/history/" + application + "/%2e%2e/" + other + "/jobs/",
            "/history/" + application + "/..%2f" + other + "/jobs/",
            "/history/" + application + "/..;/" + other + "/jobs/",
            "/static/../api/v1/applications",
            "/static/%2e%2e/api/v1/applications",
            "/history/" + application + "//",
            "/history/" + application + "/%0a")) {
      assertThat(http().get(ui + path).status()).as(path).isBetween(400, 404);
    }
    assertThat(pages.asked).isEmpty();
  }

  private void whoMaySeeTheRunMaySeeIt(String pagesOfIt) {
    JsonNode session = http().post(RUNS + run + "/ui-sessions", "").expect(201).json();
    URI link = URI.create(session.path("url").asString());
    Reply opened = anonymous().get(link.getRawPath() + "?" + link.getRawQuery()).expect(200);
    String cookie = opened.header("Set-Cookie");
    String sent = cookie.substring(0, cookie.indexOf(';'));
    anonymous().get(pagesOfIt + "/jobs/", "Cookie", sent).expect(200);
    anonymous().get(pagesOfIt + "/jobs/").problem(401, "UNAUTHENTICATED");
    http().get(pagesOfIt + "/jobs/job/kill/?id=0").problem(403, "FORBIDDEN");
  }

  private void itIsBusyOrCannotReadTheLog(String pagesOfIt) {
    assertThat(
            http()
                .get(pagesOfIt + "/missing/")
                .problem(409, "UI_NOT_AVAILABLE")
                .path("detail")
                .asString())
        .contains("damaged", "history-server.log");
    for (Answer answer : List.of(Answer.TOO_SLOW, Answer.NO_UI, Answer.NOT_YET)) {
      pages.answers(answer);
      http().get(pagesOfIt + "/jobs/").problem(503, "UI_NOT_READY");
    }
    pages.answers(Answer.FORWARDED);
  }

  /** Goes red when nobody notes it. */
  @Test
  void aNodeThatServersDoNotReachIsNamedWithItsAddressAndCounted() {
    String page = ui + "/history/" + application + "/jobs/";
    http().get(page).problem(503, "UI_NOT_READY");
    node.runs(node.await(it -> it.historyServer() != null));
    pages.isAnotherService();
    String address = "127.0.0.2:" + pages.port().port();
    assertThat(http().get(page).problem(502, "NODE_UNREACHABLE").path("detail").asString())
        .contains(address, "another node is tried");
    assertThat(unreached()).isEqualTo("1 " + address);
    pages.isTheNode();
    http().get(page).expect(200);
    assertThat(unreached()).isEqualTo("0 " + address);
  }

  private String unreached() {
    return jdbc()
        .sql("select unreached || ' ' || unreached_at from history_server")
        .query(String.class)
        .single();
  }

  @Test
  void whyTheLastOneEndedIsToldWithWhenToAskAgain() {
    drainNodes();
    jdbc().sql("update history_server set gave_way = 'The last one gave way to run 7.'").update();
    String page = ui + "/history/" + application + "/jobs/";
    Reply waits =
        await()
            .atMost(Duration.ofMinutes(1))
            .until(() -> http().get(page), reply -> reply.text().contains("HISTORY_SERVER_WAITS"));
    assertThat(waits.problem(503, "HISTORY_SERVER_WAITS").path("detail").asString())
        .contains("gave way to run 7");
    assertThat(waits.header("Retry-After")).isEqualTo("5");
  }

  @Test
  void aLogThatIsGoneOrNeverWasIsSaid() throws IOException {
    FileSystemUtils.deleteRecursively(log);
    for (String page : List.of("", "/", "/jobs/", "/static/webui.js")) {
      assertThat(http().get(ui + page).problem(409, "UI_NOT_AVAILABLE").path("detail").asString())
          .contains("CANCELLED", "no event log");
    }
    http().get(ui + "/history/" + application + "/jobs/").problem(409, "UI_NOT_AVAILABLE");
  }

  /** It is read once, so not too early. */
  @Test
  void aLogThatItsDriverMayStillWriteToIsWaitedFor() throws IOException {
    String second =
        http().post("/api/v1/jobs/past/runs", "{}").expect(202).json().path("id").asString();
    Assignment driver = node.awaitDriver(second);
    node.runs(driver);
    http().post(RUNS + second + ":cancel", "").expect(200);
    Path written = log.resolveSibling("eventlog_v2_" + driver.applicationId());
    Files.createDirectories(written);
    String page = RUNS + second + "/ui/history/" + driver.applicationId() + "/jobs/";
    // its attempt is over, and its driver is not
    jdbc()
        .sql("update attempt set state = 'CANCELLED', finished_at = now() where fence = :fence")
        .param("fence", driver.fence())
        .update();
    Reply early = http().get(page);
    assertThat(early.problem(503, "UI_NOT_READY").path("detail").asString())
        .contains("may write to its event log yet");
    assertThat(node.assignments()).noneMatch(it -> it.historyServer() != null);
    Files.createFile(written.resolve("appstatus_" + driver.applicationId()));
    assertThat(http().get(page).problem(503, "UI_NOT_READY").path("detail").asString())
        .contains("history server");
    node.obey();
  }

  private String last() {
    return pages.asked.get(pages.asked.size() - 1);
  }
}
