package io.stoker.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.stoker.acceptance.harness.Reply;
import tools.jackson.databind.JsonNode;

/** What every refusal must be: a problem that a person can act on. */
final class Problems {
  static JsonNode assertProblem(Reply reply, int status, String code) {
    assertThat(reply.status()).as(reply.toString()).isEqualTo(status);
    assertThat(reply.header("Content-Type")).startsWith("application/problem+json");
    JsonNode problem = reply.json();
    assertThat(problem.path("status").asInt()).isEqualTo(status);
    assertThat(problem.path("code").asString()).as(reply.toString()).isEqualTo(code);
    assertThat(problem.path("type").asString()).isNotBlank();
    assertThat(problem.path("title").asString()).isNotBlank();
    assertForAPerson(problem.path("detail").asString());
    return problem;
  }

  /** A problem that names the wrong place in what was sent. */
  static void assertProblemAt(Reply reply, int status, String code, String pointer) {
    JsonNode problem = assertProblem(reply, status, code);
    assertThat(problem.path("errors").valueStream())
        .as(reply.toString())
        .anySatisfy(
            error -> {
              assertThat(error.path("pointer").asString()).isEqualTo(pointer);
              assertThat(error.path("code").asString()).matches("[A-Z_]+");
              assertForAPerson(error.path("message").asString());
            });
  }

  static void assertForAPerson(String message) {
    assertThat(message)
        .isNotBlank()
        .doesNotContain("Exception", "\tat ", "java.", "org.apache", "org.springframework");
  }

  private Problems() {}
}
