package io.stoker.acceptance.standin;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** The stand-in driver's calls to the platform. Each is repeated until it is answered. */
final class Line {
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(200);

  private final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(5))
          .build();
  private final List<URI> bases;
  private final String token;
  private final Witness witness;
  private final int says;
  private volatile int current;

  /** Says everything so often, as if the reply to it had been lost. */
  Line(List<URI> servers, String token, long fence, Witness witness, int says) {
    this.says = says;
    this.bases =
        servers.stream().map(url -> url.resolve("/internal/v1/attempts/" + fence + "/")).toList();
    this.token = token;
    this.witness = witness;
  }

  /** An answer that is more than "try again". */
  record Answer(int status, String body) {
    boolean isFenced() {
      return status == 409 && body.contains("FENCED");
    }
  }

  /** Says something; the last answer counts. */
  Answer say(String method, String path, @Nullable Object body) throws InterruptedException {
    Answer answer = sayOnce(method, path, body);
    for (int said = 1; said < says; said++) {
      answer = sayOnce(method, path, body);
    }
    return answer;
  }

  /** Tells the witness what was answered, and to which of the tries. */
  private Answer sayOnce(String method, String path, @Nullable Object body)
      throws InterruptedException {
    for (int tries = 1; ; tries++) {
      Instant sentAt = Instant.now();
      Answer answer = attempt(method, path, body);
      if (answer != null) {
        witness.saw(
            "answered",
            Map.of(
                "path", path,
                "status", answer.status(),
                "fenced", answer.isFenced(),
                "sentAt", sentAt.toString(),
                "tries", tries));
        return answer;
      }
      LockSupport.parkNanos(PAUSE_NANOS);
    }
  }

  /** Asks without a witness: reading changes nothing. */
  @Nullable Answer ask(String path) throws InterruptedException {
    return attempt("GET", path, null);
  }

  /** Without an answer the next try goes to the next server. */
  private @Nullable Answer attempt(String method, String path, @Nullable Object body)
      throws InterruptedException {
    int server = current;
    Answer answer = exchange(bases.get(server), method, path, body);
    if (answer == null) {
      current = (server + 1) % bases.size();
    }
    return answer;
  }

  private @Nullable Answer exchange(URI base, String method, String path, @Nullable Object body)
      throws InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(base.resolve(path))
            .timeout(PATIENCE)
            .header("Authorization", "Bearer " + token)
            .header("Content-Type", "application/json")
            .method(
                method,
                body == null
                    ? BodyPublishers.noBody()
                    : BodyPublishers.ofString(JsonMapper.shared().writeValueAsString(body)))
            .build();
    try {
      HttpResponse<String> response = http.send(request, BodyHandlers.ofString());
      return isPassing(response.statusCode())
          ? null
          : new Answer(response.statusCode(), response.body());
    } catch (IOException e) {
      return null;
    }
  }

  /** A 401 or 403 may come from a server that has lost its database. */
  private static boolean isPassing(int status) {
    return status >= 500 || status == 429 || status == 408 || status == 401 || status == 403;
  }
}
