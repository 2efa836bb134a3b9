package io.stoker.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpHeaders;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What the server answered. */
public record Reply(int status, HttpHeaders headers, ByteBuffer body) {

  static Reply of(HttpResponse<byte[]> response) {
    return new Reply(response.statusCode(), response.headers(), ByteBuffer.wrap(response.body()));
  }

  public byte[] bytes() {
    byte[] bytes = new byte[body.remaining()];
    body.duplicate().get(bytes);
    return bytes;
  }

  public String text() {
    return new String(bytes(), StandardCharsets.UTF_8);
  }

  public JsonNode json() {
    return JsonMapper.shared().readTree(bytes());
  }

  /** The first value of a header, empty when there is none. */
  public String header(String name) {
    return headers.firstValue(name).orElse("");
  }

  public Reply expect(int wanted) {
    assertThat(status).as(toString()).isEqualTo(wanted);
    return this;
  }

  /** Asserts that this is a problem for a person. */
  public JsonNode problem(int wanted, String code) {
    expect(wanted);
    assertThat(header("Content-Type")).startsWith("application/problem+json");
    JsonNode problem = json();
    assertThat(problem.path("status").asInt()).isEqualTo(wanted);
    assertThat(problem.path("code").asString()).as(toString()).isEqualTo(code);
    assertThat(problem.path("type").asString()).isEqualTo("urn:stoker:problem:" + code);
    assertThat(problem.path("title").asString()).isNotBlank();
    assertThat(problem.path("detail").asString())
        .isNotBlank()
        .doesNotContain("Exception", "java.", "org.springframework", "tools.jackson", "\tat ");
    assertThat(problem.has("instance")).isTrue();
    return problem;
  }

  /** Asserts that this is a problem that names these places and no others. */
  public JsonNode problemAt(int wanted, String code, String... pointers) {
    JsonNode problem = problem(wanted, code);
    List<String> named =
        problem
            .path("errors")
            .valueStream()
            .map(error -> error.path("pointer").asString())
            .toList();
    assertThat(named).as(toString()).containsExactlyInAnyOrder(pointers);
    return problem;
  }

  @Override
  public String toString() {
    return "Reply[" + status + ", " + text() + "]";
  }
}
