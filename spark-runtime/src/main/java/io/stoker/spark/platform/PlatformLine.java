package io.stoker.spark.platform;

import io.stoker.contract.Problem;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One exchange at a time with the platform, and what each kind of answer means: an {@link
 * IOException} is worth another try, {@link FencedException} and {@link RefusedException} are not.
 * A line that stays silent for too long stops the driver: nobody can tell it any more that another
 * attempt has taken over.
 */
final class PlatformLine {
  private static final Logger LOG = LoggerFactory.getLogger(PlatformLine.class);
  private static final Duration CONNECT = Duration.ofSeconds(5);

  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(CONNECT).build();
  private final String base;
  private final String token;
  private final Duration longestSilence;
  private final SelfStop selfStop;
  private final AtomicBoolean stopping = new AtomicBoolean();
  private volatile long lastAnswer = System.nanoTime();

  PlatformLine(String base, String token, Duration longestSilence, SelfStop selfStop) {
    this.base = base;
    this.token = token;
    this.longestSilence = longestSilence;
    this.selfStop = selfStop;
  }

  /** Returns the answer's body. */
  String exchange(String method, String path, @Nullable Object body, Duration timeout)
      throws IOException {
    HttpResponse<String> response = send(request(method, path, body, timeout));
    int status = response.statusCode();
    if (passing(status)) {
      stopWhenSilent();
      throw new IOException(method + " " + path + " was answered with HTTP " + status);
    }
    lastAnswer = System.nanoTime();
    if (status / 100 == 2) {
      return response.body();
    }
    throw refusal(method + " " + path, response);
  }

  private HttpRequest request(String method, String path, @Nullable Object body, Duration timeout) {
    HttpRequest.BodyPublisher publisher =
        body == null
            ? HttpRequest.BodyPublishers.noBody()
            : HttpRequest.BodyPublishers.ofString(Json.write(body));
    return HttpRequest.newBuilder(URI.create(base + path))
        .timeout(timeout)
        .header("Authorization", "Bearer " + token)
        .header("Content-Type", "application/json")
        .header("Accept", "application/json, application/problem+json")
        .method(method, publisher)
        .build();
  }

  private HttpResponse<String> send(HttpRequest request) throws IOException {
    try {
      return http.send(request, HttpResponse.BodyHandlers.ofString());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted");
    } catch (IOException e) {
      stopWhenSilent();
      throw e;
    }
  }

  /** A 401 or 403 may come from a server that has lost its database: no reason to end a run. */
  private static boolean passing(int status) {
    return status >= 500 || status == 429 || status == 408 || status == 401 || status == 403;
  }

  private RuntimeException refusal(String what, HttpResponse<String> response) {
    Problem problem = problem(response);
    if (response.statusCode() == 409 && "FENCED".equals(problem.code())) {
      stopOnce(SelfStop.FENCED, "The platform has given this attempt up: " + problem.detail());
      return new FencedException(problem.detail());
    }
    return new RefusedException(
        "The platform refused "
            + what
            + " with HTTP "
            + response.statusCode()
            + " "
            + problem.code()
            + ": "
            + problem.detail());
  }

  private static Problem problem(HttpResponse<String> response) {
    try {
      return Json.read(response.body(), Problem.class);
    } catch (IllegalArgumentException e) {
      return new Problem("", "", response.statusCode(), "", response.body(), "", null);
    }
  }

  private void stopWhenSilent() {
    Duration silence = Duration.ofNanos(System.nanoTime() - lastAnswer);
    if (silence.compareTo(longestSilence) > 0) {
      stopOnce(
          SelfStop.PLATFORM_SILENT,
          "No answer from " + base + " for " + silence.toSeconds() + " s.");
    }
  }

  void stopOnce(int exitCode, String why) {
    if (stopping.compareAndSet(false, true)) {
      LOG.error("This driver stops itself: {}", why);
      selfStop.stop(exitCode, why);
    }
  }

  boolean isStopping() {
    return stopping.get();
  }
}
