package io.stoker.api.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.stoker.api.PlatformTest;
import java.io.IOException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Whoever refuses a request, our code, Spring or Tomcat: the answer is a problem. */
class ProblemsEverywhereTest extends PlatformTest {

  static Stream<Arguments> rawRequests() {
    return Stream.of(
        arguments("bad escape", "GET /api/v1/%zz HTTP/1.1", "", 400, "MALFORMED_REQUEST"),
        arguments("encoded slash", "GET /api/v1/jobs/a%2Fb HTTP/1.1", "", 400, "MALFORMED_REQUEST"),
        arguments("double slash", "GET /api//v1/jobs HTTP/1.1", "", 400, "MALFORMED_REQUEST"),
        arguments("semicolon", "GET /api/v1/jobs;x=y HTTP/1.1", "", 400, "MALFORMED_REQUEST"),
        arguments("dots", "GET /api/v1/../../x HTTP/1.1", "", 400, "MALFORMED_REQUEST"),
        arguments("not in a URI", "GET /api/v1/<jobs> HTTP/1.1", "", 400, "MALFORMED_REQUEST"),
        arguments("no version", "GET /api/v1/jobs FTP/9", "", 400, "MALFORMED_REQUEST"),
        arguments(
            "bad host", "GET /api/v1/jobs HTTP/1.1", "Host: a b\r\n", 400, "MALFORMED_REQUEST"),
        arguments(
            "two hosts", "GET /api/v1/jobs HTTP/1.1", "Host: b\r\n", 400, "MALFORMED_REQUEST"),
        arguments("method", "TRACE /api/v1/jobs HTTP/1.1", "", 405, "METHOD_NOT_ALLOWED"),
        arguments("odd method", "BREW /api/v1/jobs HTTP/1.1", "", 400, "MALFORMED_REQUEST"),
        arguments(
            "large header",
            "GET /api/v1/jobs HTTP/1.1",
            "X-Large: " + "a".repeat(20_000) + "\r\n",
            400,
            "MALFORMED_REQUEST"),
        arguments(
            "bad length",
            "POST /api/v1/jobs HTTP/1.1",
            "Content-Length: many\r\n",
            400,
            "MALFORMED_REQUEST"),
        arguments(
            "bad chunk",
            "POST /api/v1/jobs HTTP/1.1",
            "Content-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
            400,
            "MALFORMED_REQUEST"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("rawRequests")
  void brokenHttpIsAProblem(String name, String line, String headers, int status, String code)
      throws IOException {
    String host = name.equals("bad host") ? "" : "Host: localhost\r\n";
    String key = "Authorization: Bearer " + secret("admin.key") + "\r\n";

    String answer =
        new RawRequest(port())
            .send(line + "\r\n" + host + key + "Connection: close\r\n" + headers + "\r\n");

    assertThat(answer).startsWith("HTTP/1.1 " + status);
    assertThat(answer).contains("application/problem+json").doesNotContain("<html", "Exception");
    JsonNode problem = body(answer);
    assertThat(problem.path("status").asInt()).isEqualTo(status);
    assertThat(problem.path("code").asString()).isEqualTo(code);
  }

  @Test
  void aBodyThatIsCutOffIsAProblem() throws IOException {
    String answer =
        new RawRequest(port())
            .send(
                "POST /api/v1/jobs HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
                    + "Authorization: Bearer "
                    + secret("admin.key")
                    + "\r\nContent-Type: application/json\r\nContent-Length: 9\r\n\r\n{\"a\": 1,}");

    assertThat(answer).startsWith("HTTP/1.1 400").contains("line 1, column 9");
  }

  @Test
  void aBodyThatIsNotAnnouncedIsCutAtTheLimit() throws IOException {
    String chunk = "100000\r\n" + "a".repeat(0x100000) + "\r\n";

    String answer =
        new RawRequest(port())
            .send(
                "POST /api/v1/jobs HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
                    + "Authorization: Bearer "
                    + secret("admin.key")
                    + "\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n"
                    + chunk
                    + chunk
                    + "0\r\n\r\n");

    assertThat(answer).startsWith("HTTP/1.1 413").contains("PAYLOAD_TOO_LARGE");
  }

  @Test
  void springsRefusalsAreProblems() {
    http().get("/api/v1/nothing").problem(404, "NOT_FOUND");
    http().get("/nothing").problem(403, "FORBIDDEN");
    assertThat(http().send("PUT", "/api/v1/jobs", "{}").problem(405, "METHOD_NOT_ALLOWED"))
        .isNotNull();
    assertThat(http().send("PUT", "/api/v1/jobs", "{}").header("Allow")).contains("GET", "POST");
    http().get("/api/v1/jobs", "Accept", "image/png").problem(406, "NOT_ACCEPTABLE");
  }

  @Test
  void refusalsOfCredentialsAreProblems() {
    assertThat(anonymous().get("/api/v1/jobs").header("WWW-Authenticate")).isEqualTo("Bearer");
    anonymous().get("/api/v1/jobs").problem(401, "UNAUTHENTICATED");
    anonymous().as("garbage").get("/api/v1/jobs").problem(401, "UNAUTHENTICATED");
    anonymous()
        .get("/api/v1/jobs", "Authorization", "Basic YWRtaW46YWRtaW4=")
        .problem(401, "UNAUTHENTICATED");
    anonymous().as(secret("join.token")).get("/api/v1/jobs").problem(403, "FORBIDDEN");
  }

  @Test
  void anExpiredJoinTokenSaysSo() {
    String token = secret("join.token");
    jdbc().sql("update join_token set expires_at = clock_timestamp()").update();

    JsonNode problem =
        anonymous().as(token).post("/internal/v1/nodes:join", "{}").problem(401, "UNAUTHENTICATED");

    assertThat(problem.path("detail").asString()).contains("expired", "/api/v1/join-tokens");
    jdbc().sql("update join_token set expires_at = clock_timestamp() + interval '1 day'").update();
  }

  private static JsonNode body(String answer) {
    String content = answer.substring(answer.indexOf("\r\n\r\n") + 4);
    // a chunked answer is framed by lengths
    return JsonMapper.shared()
        .readTree(content.substring(content.indexOf('{'), content.lastIndexOf('}') + 1));
  }
}
