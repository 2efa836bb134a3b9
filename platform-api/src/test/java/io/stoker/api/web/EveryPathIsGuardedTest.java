package io.stoker.api.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.stoker.access.Token;
import io.stoker.api.PlatformTest;
import io.stoker.api.Reply;
import io.stoker.api.web.Endpoints.Endpoint;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;

/**
 * Nothing is served to whom it is not for. The endpoints are those that the server itself would
 * dispatch to, so that a new one is covered, and counted, without anybody thinking of it.
 */
class EveryPathIsGuardedTest extends PlatformTest {

  /** Change it with each endpoint that comes or goes, after a look at who may call it. */
  private static final int ENDPOINTS = 81;

  private static final Set<String> PUBLIC =
      Set.of(
          "GET /",
          "GET /actuator/health",
          "GET /swagger-ui.html",
          "GET /swagger-ui/**",
          "GET /swagger-ui/*index.html",
          "GET /swagger-ui/*swagger-initializer.js",
          "GET /v3/api-docs",
          "GET /v3/api-docs.yaml",
          "GET /v3/api-docs/swagger-config");

  @Autowired private ApplicationContext context;

  private Credential user = new Credential("nobody", "", "");
  private Credential joiner = user;
  private Credential node = user;
  private Credential otherNode = user;
  private Credential attempt = user;
  private Credential otherAttempt = user;

  @BeforeAll
  void credentials() {
    user = new Credential("user", secret("admin.key"), "");
    joiner = new Credential("joiner", secret("join.token"), "");
    node = Credential.node(jdbc(), "guarded-1");
    otherNode = Credential.node(jdbc(), "guarded-2");
    attempt = Credential.attempt(jdbc(), "guarded-1", node);
    otherAttempt = Credential.attempt(jdbc(), "guarded-2", node);
  }

  @Test
  void thereAreAsManyEndpointsAsWereLookedAt() {
    Collection<Endpoint> endpoints = Endpoints.of(context);

    assertThat(endpoints).as(String.join("\n", texts(endpoints))).hasSize(ENDPOINTS);
    assertThat(texts(endpoints)).containsAll(PUBLIC);
  }

  @Test
  void nobodyWithoutACredentialGetsThrough() {
    List<String> open = new ArrayList<>();
    for (Endpoint endpoint : guarded()) {
      for (String token : Stream.of("", "garbage", Token.random(Token.Kind.USER).text()).toList()) {
        Reply reply =
            anonymous()
                .as(token.isEmpty() ? null : token)
                .send(endpoint.method(), path(endpoint), body(endpoint));
        note(open, reply, Set.of(401), endpoint + " with \"" + token + "\"");
      }
    }
    assertThat(open).isEmpty();
  }

  @Test
  void nobodyWithAnothersCredentialGetsThrough() {
    List<String> open = new ArrayList<>();
    for (Endpoint endpoint : guarded()) {
      for (Credential wrong : wrongFor(endpoint)) {
        Reply reply =
            anonymous().as(wrong.token()).send(endpoint.method(), path(endpoint), body(endpoint));
        note(open, reply, Set.of(403), endpoint + " as " + wrong.name());
      }
    }
    assertThat(open).isEmpty();
  }

  @Test
  void whoIsMeantGetsThrough() {
    List<String> closed = new ArrayList<>();
    for (Endpoint endpoint : guarded()) {
      if (endpoint.method().equals("GET") && endpoint.pattern().startsWith("/api/")) {
        Reply reply = http().get(path(endpoint));
        if (reply.status() == 401 || reply.status() == 403) {
          closed.add(endpoint + " answered " + reply);
        }
      }
    }
    assertThat(closed).isEmpty();
    PUBLIC.forEach(
        text ->
            assertThat(anonymous().get(path(new Endpoint("GET", text.substring(4)))).status())
                .as(text)
                .isIn(200, 302, 304, 404));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/actuator",
        "/actuator/env",
        "/actuator/heapdump",
        "/actuator/health/db",
        "/api",
        "/api/v1",
        "/api/v1/none",
        "/error",
        "/favicon.ico",
        "/index.html",
        "/internal/v1",
        "/internal/v1/none",
        "/internal/v1/nodes",
        "/internal/v1/attempts",
        "/login",
        "/logout",
        "/none",
        "/webjars/swagger-ui/index.html"
      })
  void unknownPathsTellNothing(String path) {
    anonymous().get(path).problem(401, "UNAUTHENTICATED");
    anonymous().post(path, "{}").problem(401, "UNAUTHENTICATED");
    assertThat(anonymous().as(node.token()).get(path).status()).isEqualTo(403);
  }

  @Test
  void noSessionAndNoCookieComeFromAnyOfThese() {
    assertThat(http().get("/api/v1/jobs").headers().allValues("Set-Cookie")).isEmpty();
    assertThat(anonymous().get("/swagger-ui/index.html").headers().allValues("Set-Cookie"))
        .isEmpty();
  }

  private List<Endpoint> guarded() {
    return Endpoints.of(context).stream()
        .filter(endpoint -> !PUBLIC.contains(endpoint.toString()))
        .toList();
  }

  private List<Credential> wrongFor(Endpoint endpoint) {
    String pattern = endpoint.pattern();
    if (pattern.equals("/internal/v1/nodes:join")) {
      return List.of(user, node, attempt);
    }
    if (pattern.startsWith("/internal/v1/nodes/")) {
      return List.of(user, joiner, otherNode, attempt);
    }
    if (pattern.startsWith("/internal/v1/attempts/")) {
      return List.of(user, joiner, node, otherAttempt);
    }
    if (pattern.startsWith("/api/")) {
      return List.of(joiner, node, attempt);
    }
    return List.of(user, joiner, node, attempt);
  }

  /** The node's and the attempt's own path; anything else that a variable may be. */
  private String path(Endpoint endpoint) {
    return endpoint
        .pattern()
        .replaceFirst("^/internal/v1/nodes/\\{[^}]*}", "/internal/v1/nodes/" + node.id())
        .replaceFirst("^/internal/v1/attempts/\\{[^}]*}", "/internal/v1/attempts/" + attempt.id())
        .replaceAll("\\{[^}]*}", "1")
        .replace("/**", "/x")
        .replace("*", "");
  }

  private static String body(Endpoint endpoint) {
    return endpoint.method().equals("GET") ? "" : "{}";
  }

  private static void note(List<String> open, Reply reply, Set<Integer> wanted, String what) {
    boolean problem = reply.header("Content-Type").startsWith("application/problem+json");
    if (!wanted.contains(reply.status()) || !problem) {
      open.add(what + " answered " + reply);
    }
  }

  private static List<String> texts(Collection<Endpoint> endpoints) {
    return endpoints.stream().map(Endpoint::toString).toList();
  }
}
