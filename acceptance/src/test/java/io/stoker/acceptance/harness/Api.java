package io.stoker.acceptance.harness;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * The public API as any client would use it. It knows paths and field names as text on purpose: a
 * change that would break a client breaks these tests.
 *
 * @param token bearer token; null sends none
 */
public record Api(URI server, @Nullable String token) {
  private static final HttpClient HTTP =
      HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();
  private static final Duration TIMEOUT = Duration.ofSeconds(60);

  public Api withToken(@Nullable String other) {
    return new Api(server, other);
  }

  public Reply get(String path) {
    return send("GET", path, null);
  }

  public Reply post(String path, Object body, String... headers) {
    return send("POST", path, body, headers);
  }

  public Reply put(String path, Object body, String... headers) {
    return send("PUT", path, body, headers);
  }

  public Reply patch(String path, Object body, String... headers) {
    return send("PATCH", path, body, headers);
  }

  public Reply delete(String path, String... headers) {
    return send("DELETE", path, null, headers);
  }

  /** Uploads a jar from its file. */
  public Reply upload(String path, Path jar) {
    try {
      return send("POST", path, "application/java-archive", BodyPublishers.ofFile(jar));
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read " + jar, e);
    }
  }

  /**
   * Sends one request.
   *
   * @param body text as it is, anything else as JSON
   * @param headers names and values in turn
   */
  public Reply send(String method, String path, @Nullable Object body, String... headers) {
    return send(method, path, body == null ? null : "application/json", publish(body), headers);
  }

  private Reply send(
      String method,
      String path,
      @Nullable String contentType,
      HttpRequest.BodyPublisher body,
      String... headers) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(server.resolve(path)).timeout(TIMEOUT).method(method, body);
    if (headers.length > 0) {
      request.headers(headers);
    }
    if (contentType != null) {
      request.header("Content-Type", contentType);
    }
    if (token != null) {
      request.header("Authorization", "Bearer " + token);
    }
    HttpResponse<String> response = exchange(request.build());
    return new Reply(
        method + " " + path, response.statusCode(), response.headers(), response.body());
  }

  private static HttpRequest.BodyPublisher publish(@Nullable Object body) {
    if (body == null) {
      return BodyPublishers.noBody();
    }
    return BodyPublishers.ofString(
        body instanceof String text ? text : JsonMapper.shared().writeValueAsString(body));
  }

  private static HttpResponse<String> exchange(HttpRequest request) {
    try {
      return HTTP.send(request, BodyHandlers.ofString());
    } catch (IOException e) {
      throw new UncheckedIOException(request.method() + " " + request.uri(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted in " + request.uri(), e);
    }
  }

  @Override
  public String toString() {
    return "Api[" + server + "]";
  }
}
