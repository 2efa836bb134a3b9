package io.stoker.spark.platform;

import io.stoker.contract.Problem;
import io.stoker.contract.Servers;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One exchange at a time with the platform, and what each kind of answer means: an {@link
 * IOException} is worth another try, {@link FencedException} and {@link RefusedException} are not.
 * After the first kind the next try goes to the next server. A line that stays silent for too long
 * stops the driver: nobody can tell it any more that another attempt has taken over.
 */
final class PlatformLine {
  private static final Logger LOG = LoggerFactory.getLogger(PlatformLine.class);
  private static final Duration CONNECT = Duration.ofSeconds(5);

  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(CONNECT).build();
  private final Servers servers;
  private final String base;
  private final String token;
  private final Duration longestSilence;
  private final SelfStop selfStop;
  private final AtomicBoolean stopping = new AtomicBoolean();
  private volatile long lastAnswer = System.nanoTime();
  private volatile @Nullable String lastWord;

  /**
   * @param base path on each server of what this attempt says
   */
  PlatformLine(
      Servers servers, String base, String token, Duration longestSilence, SelfStop selfStop) {
    this.servers = servers;
    this.base = base;
    this.token = token;
    this.longestSilence = longestSilence;
    this.selfStop = selfStop;
  }

  /** Returns the answer's body. */
  String exchange(String method, String path, @Nullable Object body, Duration timeout)
      throws IOException {
    URI server = servers.current();
    HttpResponse<String> response =
        send(server, path, request(server, method, path, body, timeout));
    int status = response.statusCode();
    if (passing(status)) {
      unanswered(server, path);
      throw new IOException(method + " " + path + " was answered with HTTP " + status);
    }
    lastAnswer = System.nanoTime();
    if (status / 100 == 2) {
      return response.body();
    }
    throw refusal(method, path, response);
  }

  private HttpRequest request(
      URI server, String method, String path, @Nullable Object body, Duration timeout) {
    HttpRequest.BodyPublisher publisher =
        body == null
            ? HttpRequest.BodyPublishers.noBody()
            : HttpRequest.BodyPublishers.ofString(Json.write(body));
    return HttpRequest.newBuilder(server.resolve(base + path))
        .timeout(timeout)
        .header("Authorization", "Bearer " + token)
        .header("Content-Type", "application/json")
        .header("Accept", "application/json, application/problem+json")
        .method(method, publisher)
        .build();
  }

  private HttpResponse<String> send(URI server, String path, HttpRequest request)
      throws IOException {
    try {
      return http.send(request, HttpResponse.BodyHandlers.ofString());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted");
    } catch (IOException e) {
      unanswered(server, path);
      throw e;
    }
  }

  /** A 401 or 403 may come from a server that has lost its database: no reason to end a run. */
  private static boolean passing(int status) {
    return status >= 500 || status == 429 || status == 408 || status == 401 || status == 403;
  }

  private RuntimeException refusal(String method, String path, HttpResponse<String> response) {
    Problem problem = problem(response);
    if (response.statusCode() == 409 && "FENCED".equals(problem.code())) {
      stop(path, SelfStop.FENCED, "The platform has given this attempt up: " + problem.detail());
      return new FencedException(problem.detail());
    }
    return new RefusedException(
        problem.code(),
        "The platform refused %s %s with HTTP %d %s: %s"
            .formatted(method, path, response.statusCode(), problem.code(), sentences(problem)));
  }

  /** What is wrong field by field, where that is told. */
  private static String sentences(Problem problem) {
    return problem.errors() == null || problem.errors().isEmpty()
        ? problem.detail()
        : problem.errors().stream()
            .map(error -> "%s %s.".formatted(error.pointer(), error.message()))
            .collect(Collectors.joining(" "));
  }

  private static Problem problem(HttpResponse<String> response) {
    try {
      return Json.read(response.body(), Problem.class);
    } catch (IllegalArgumentException e) {
      return new Problem("", "", response.statusCode(), "", response.body(), "", null);
    }
  }

  private void unanswered(URI server, String path) {
    servers.failed(server);
    Duration silence = Duration.ofNanos(System.nanoTime() - lastAnswer);
    if (silence.compareTo(longestSilence) > 0) {
      String why = "No answer from " + servers + " for " + silence.toSeconds() + " s.";
      stop(path, SelfStop.PLATFORM_SILENT, why);
    }
  }

  /**
   * From now on only the answer to this call can stop the driver: once it is accepted the attempt
   * is over, and the other threads' calls may be refused for that reason alone.
   */
  void lastWord(String path) {
    lastWord = path;
  }

  /** Ends this driver, once. */
  void stop(String path, int exitCode, String why) {
    String last = lastWord;
    if ((last == null || last.equals(path)) && stopping.compareAndSet(false, true)) {
      LOG.error("This driver stops itself: {}", why);
      selfStop.stop(exitCode, why);
    }
  }

  boolean isStopping() {
    return stopping.get();
  }
}
