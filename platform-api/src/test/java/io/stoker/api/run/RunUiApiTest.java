package io.stoker.api.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stoker.api.PlatformTest;
import io.stoker.api.Reply;
import io.stoker.contract.node.Assignment;
import io.stoker.contract.ui.UiForwarding;
import io.stoker.contract.ui.UiForwarding.Answer;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** The Spark UI of a run through the platform, with a node that is the test's. */
class RunUiApiTest extends PlatformTest {
  private static final String RUNS = "/api/v1/runs/";

  private NodePagesServer pages;
  private TestNode node;
  private String run;
  private Assignment driver;

  @BeforeEach
  void aRunOnANode() {
    pages = new NodePagesServer("127.0.0.2");
    http().send("DELETE", "/api/v1/jobs/shown", null, "If-Match", "*");
    for (JsonNode other : http().get("/api/v1/nodes").json().path("items").values()) {
      http().post("/api/v1/nodes/" + other.path("id").asString() + ":drain", "{}").expect(200);
    }
    node =
        TestNode.join(
            anonymous().as(secret("join.token")),
            "ui-" + UUID.randomUUID(),
            "127.0.0.2",
            pages.port());
    http()
        .post(
            "/api/v1/jobs",
            """
            {"name": "shown", "application": {"type": "SQL", "sql": "select 1 a"},
             "executor": {"instances": 1, "memory": "512m"}, "driver": {"memory": "512m"}}
            """)
        .expect(201);
    run = http().post("/api/v1/jobs/shown/runs", "{}").expect(202).json().path("id").asString();
    driver = node.awaitDriver(run);
  }

  @AfterEach
  void endIt() {
    http().post(RUNS + run + ":cancel", "");
    node.obey();
    pages.close();
    removeNodes();
  }

  @Test
  void aPageComesFromTheDriversNodeAndNothingOfTheCallerGoesThere() {
    node.runs(driver);
    assertThat(http().get(RUNS + run + "/ui").expect(302).header("Location"))
        .isEqualTo(RUNS + run + "/ui/");
    Reply root = http().get(RUNS + run + "/ui/").expect(302);
    assertThat(root.header("Location")).isEqualTo(RUNS + run + "/ui/jobs/?a=1");

    Reply page =
        http()
            .get(
                RUNS + run + "/ui/stages/?id=1&name=a%2Fb",
                "Cookie",
                "stoker_ui=x",
                "X-Forwarded-Context",
                "/elsewhere",
                "If-None-Match",
                "\"1\"")
            .expect(200);
    assertThat(page.text()).isEqualTo("<html>page</html>");
    String asked = pages.asked.get(pages.asked.size() - 1);
    assertThat(asked)
        .startsWith("GET " + UiForwarding.path(driver.id()) + "/stages/?id=1&name=a%2Fb\n")
        .contains("X-forwarded-context=[" + RUNS + run + "/ui]", "If-none-match=[\"1\"]")
        .contains("Authorization=[Bearer " + NodePagesServer.SECRET + "]")
        .doesNotContain(secret("admin.key"))
        .doesNotContainIgnoringCase("cookie")
        .doesNotContain("elsewhere");
    assertThat(page.header("Content-Type")).startsWith("text/html");
    assertThat(page.headers().allValues("Content-Security-Policy"))
        .hasSize(2)
        .contains("script-src 'nonce-1'");
    assertThat(page.header("Cache-Control")).contains("no-store");
    assertThat(page.header("Referrer-Policy")).isEqualTo("no-referrer");
    assertThat(page.header("X-Content-Type-Options")).isEqualTo("nosniff");
    assertThat(page.headers().allValues("Set-Cookie")).isEmpty();
    assertThat(page.headers().allValues("Server")).isEmpty();
    assertThat(page.headers().allValues(UiForwarding.ANSWER)).isEmpty();

    assertThat(page.headers().allValues("Content-Security-Policy"))
        .as("what is below the run's address and nothing else")
        .anyMatch(
            policy -> policy.startsWith("default-src 127.0.0.1:" + port() + RUNS + run + "/ui/;"))
        .noneMatch(policy -> policy.contains("'self'"));
    assertThat(page.header("Cross-Origin-Opener-Policy")).isEqualTo("noopener-allow-popups");

    http().send("HEAD", RUNS + run + "/ui/jobs/", null).expect(200);
    for (String method : List.of("POST", "PUT", "DELETE", "PATCH")) {
      http().send(method, RUNS + run + "/ui/jobs/job/kill/?id=0", "{}").expect(405);
    }
    for (String path :
        List.of("/jobs/job/kill/?id=0", "/stages/stage/kill", "/jobs/job/%6bill/x")) {
      http().get(RUNS + run + "/ui" + path).problem(403, "FORBIDDEN");
    }
    assertThat(pages.asked).noneMatch(text -> text.contains("kill"));
    String shorter = run.replaceFirst("-0+", "-");
    String path = RUNS + (shorter.equals(run) ? run.toUpperCase(Locale.ROOT) : shorter);
    http().get(path + "/ui/jobs/").problem(404, "NOT_FOUND");
  }

  @Test
  void anAnswerThatBreaksOffAndOneThatLeadsAwayAreNoPages() {
    node.runs(driver);
    assertThatThrownBy(() -> http().get(RUNS + run + "/ui/half/"))
        .as("half of it does not seem whole")
        .hasRootCauseInstanceOf(IOException.class);
    assertThat(detail(http().get(RUNS + run + "/ui/elsewhere/"), 409, "UI_NOT_AVAILABLE"))
        .contains("http://rm.example:8088/proxy/app_1");
  }

  @Test
  void aLinkLetsOneBrowserIntoThisRunAndNothingElse() {
    node.runs(driver);
    JsonNode session = http().post(RUNS + run + "/ui-sessions", "").expect(201).json();
    URI link = URI.create(session.path("url").asString());
    assertThat(link.getPort()).isEqualTo(port());
    String path = link.getRawPath() + "?" + link.getRawQuery();
    assertThat(link.getPath()).isEqualTo(RUNS + run + "/ui");

    anonymous().send("HEAD", path, null).expect(401);
    Reply opened = anonymous().get(path).expect(200);
    assertThat(opened.text()).contains("url=" + RUNS + run + "/ui/");
    assertThat(opened.header("Cache-Control")).contains("no-store");
    assertThat(opened.header("Referrer-Policy")).isEqualTo("no-referrer");
    String cookie = opened.header("Set-Cookie");
    assertThat(cookie)
        .startsWith("stoker_ui=sts_")
        .contains("; Path=" + RUNS + run + "/ui;", "HttpOnly", "SameSite=Strict", "Max-Age=28")
        .doesNotContain(Objects.requireNonNull(link.getRawQuery()).substring("ticket=".length()));
    String sent = cookie.substring(0, cookie.indexOf(';'));

    anonymous().get(RUNS + run + "/ui/jobs/", "Cookie", sent).expect(200);
    assertThat(pages.asked.get(pages.asked.size() - 1)).doesNotContain("sts_");
    anonymous().get(path).problem(401, "UNAUTHENTICATED");
    assertThat(anonymous().get(path, "Cookie", sent).expect(302).header("Location"))
        .as("who is in already, is led on by a spent link")
        .isEqualTo(RUNS + run + "/ui/");
    assertThat(opened.header("Clear-Site-Data")).isEqualTo("\"storage\"");
    for (String closed : List.of("", "/logs", "/executors", "/ui-sessions", ":cancel")) {
      anonymous().get(RUNS + run + closed, "Cookie", sent).problem(401, "UNAUTHENTICATED");
    }
    anonymous().post(RUNS + run + "/ui-sessions", "", "Cookie", sent).expect(401);
    anonymous().get("/api/v1/runs", "Cookie", sent).problem(401, "UNAUTHENTICATED");
    String other = "0197a3c4-1c5e-7aa0-8000-0123456789ab";
    anonymous().get(RUNS + other + "/ui/jobs/", "Cookie", sent).problem(403, "FORBIDDEN");
    anonymous().get(RUNS + run + "/ui/jobs/").problem(401, "UNAUTHENTICATED");
    anonymous().as(sent.substring("stoker_ui=".length())).get(RUNS + run + "/ui/jobs/").expect(401);

    jdbc().sql("update ui_session set ends_at = clock_timestamp()").update();
    anonymous().get(RUNS + run + "/ui/jobs/", "Cookie", sent).problem(401, "UNAUTHENTICATED");
    http().post(RUNS + other + "/ui-sessions", "").problem(404, "NOT_FOUND");
  }

  @ParameterizedTest
  @CsvSource({
    "NOT_YET, 503, UI_NOT_READY",
    "NO_SUCH_PROCESS, 503, UI_NOT_READY",
    "REFUSED, 503, UI_NOT_READY",
    "BUSY, 503, UI_BUSY",
    "NO_UI, 409, UI_NOT_AVAILABLE",
    "TOO_SLOW, 504, NODE_TOO_SLOW",
    "MALFORMED, 502, NODE_UNREACHABLE"
  })
  void whatTheNodeAnswersIsToldToAPerson(Answer answer, int status, String code) {
    pages.answers(answer);
    Reply reply = http().get(RUNS + run + "/ui/jobs/");
    assertThat(reply.problem(status, code).path("detail").asString()).contains("ode ui-");
    assertThat(reply.header("Retry-After").isEmpty()).isEqualTo(status != 503);

    Reply page = http().get(RUNS + run + "/ui/jobs/", "Accept", "text/html,*/*;q=0.8");
    assertThat(page.expect(status).header("Content-Type")).startsWith("text/html");
    assertThat(page.text()).contains(code, "<p>");
    assertThat(page.text().contains("http-equiv=\"refresh\""))
        .isEqualTo(status == 503 || status == 504);
  }

  @Test
  void aNodeThatIsAwayOrAnotherServiceInItsPlaceIsSaid() {
    pages.isAnotherService();
    assertThat(detail(http().get(RUNS + run + "/ui/jobs/"), 502, "NODE_UNREACHABLE"))
        .contains("another service");
    pages.close();
    assertThat(detail(http().get(RUNS + run + "/ui/jobs/"), 502, "NODE_UNREACHABLE"))
        .contains("Node ui-", "127.0.0.2:" + pages.port().port());
  }

  @Test
  void anOldNodeAndARunWithoutADriverSayWhatToDo() {
    jdbc().sql("update node set http_port = null, http_secret = null").update();
    assertThat(detail(http().get(RUNS + run + "/ui/jobs/"), 409, "UI_NOT_AVAILABLE"))
        .contains("older than the platform", "stoker.node.http-port");

    http().post(RUNS + run + ":cancel", "").expect(200);
    node.obey();
    assertThat(detail(http().get(RUNS + run + "/ui"), 409, "UI_NOT_AVAILABLE"))
        .contains("CANCELLED", "no event log");
    http().get(RUNS + "none/ui/").problem(404, "NOT_FOUND");
  }

  private static String detail(Reply reply, int status, String code) {
    return reply.problem(status, code).path("detail").asString();
  }
}
