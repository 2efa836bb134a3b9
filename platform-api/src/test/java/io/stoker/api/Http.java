package io.stoker.api;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** A caller with its credential. */
public record Http(int port, @Nullable String token) {
  private static final HttpClient CLIENT =
      HttpClient.newBuilder().followRedirects(HttpClient.Redirect.NEVER).build();

  /**
   * For crowds: the server closes hundreds of idle connections when it likes, and no other call
   * shall pick one of them up at that moment.
   */
  private static final HttpClient CROWD = HttpClient.newHttpClient();

  public Http as(@Nullable String otherToken) {
    return new Http(port, otherToken);
  }

  public Reply get(String path, String... headers) {
    return send("GET", path, null, headers);
  }

  public Reply delete(String path, String... headers) {
    return send("DELETE", path, null, headers);
  }

  public Reply post(String path, String json, String... headers) {
    return send("POST", path, json, headers);
  }

  public Reply put(String path, String json, String... headers) {
    return send("PUT", path, json, headers);
  }

  public Reply patch(String path, String json, String... headers) {
    return send("PATCH", path, json, headers);
  }

  /** Asks without waiting for the answer. */
  public CompletableFuture<Reply> getLater(String path) {
    return CROWD
        .sendAsync(request("GET", path, null), HttpResponse.BodyHandlers.ofByteArray())
        .thenApply(Reply::of);
  }

  /** A body is JSON unless a header says otherwise. */
  public Reply send(String method, String path, @Nullable String body, String... headers) {
    return send(request(method, path, body, headers));
  }

  /** Posts any bytes. */
  public Reply upload(String path, String contentType, byte[] body) {
    return send(request("POST", path, contentType, BodyPublishers.ofByteArray(body)));
  }

  private HttpRequest request(
      String method, String path, @Nullable String body, String... headers) {
    return body == null
        ? request(method, path, null, BodyPublishers.noBody(), headers)
        : request(method, path, "application/json", BodyPublishers.ofString(body), headers);
  }

  private HttpRequest request(
      String method,
      String path,
      @Nullable String contentType,
      BodyPublisher body,
      String... headers) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
            .timeout(Duration.ofMinutes(2))
            .method(method, body);
    if (token != null) {
      request.setHeader("Authorization", "Bearer " + token);
    }
    if (contentType != null) {
      request.setHeader("Content-Type", contentType);
    }
    for (int i = 0; i < headers.length; i += 2) {
      request.setHeader(headers[i], headers[i + 1]);
    }
    return request.build();
  }

  private static Reply send(HttpRequest request) {
    try {
      return Reply.of(CLIENT.send(request, HttpResponse.BodyHandlers.ofByteArray()));
    } catch (IOException e) {
      throw new UncheckedIOException(request + ": " + e, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
