package io.stoker.cli.platform;

import io.stoker.cli.terminal.CommandException;
import io.stoker.contract.FieldProblem;
import io.stoker.contract.Problem;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** The REST API, as any client would use it. */
public final class PlatformClient {
  private static final Duration TIMEOUT = Duration.ofSeconds(60);

  private final HttpClient http = HttpClient.newBuilder().connectTimeout(TIMEOUT).build();
  private final JsonMapper json = JsonMapper.shared();
  private final String url;
  private final String key;

  /**
   * A client of one platform.
   *
   * @param url as {@code http://127.0.0.1:7700}
   * @param key an API key
   */
  public PlatformClient(String url, String key) {
    this.url = url;
    this.key = key;
  }

  /** For the server of a home, with the key that its file names. */
  public static PlatformClient of(ServerFile server) {
    try {
      return new PlatformClient(server.url(), Files.readString(Path.of(server.keyFile())).strip());
    } catch (IOException e) {
      throw new CommandException(
          "Cannot read the admin key %s: %s".formatted(server.keyFile(), e), e);
    }
  }

  public String url() {
    return url;
  }

  public <T> T get(String path, TypeReference<T> type) throws InterruptedException {
    return parse(expectSuccess(send(request(path).GET())).body(), type);
  }

  /** Empty when there is no such thing. */
  public <T> Optional<Tagged<T>> find(String path, TypeReference<T> type)
      throws InterruptedException {
    HttpResponse<String> response = send(request(path).GET());
    if (response.statusCode() == 404) {
      return Optional.empty();
    }
    T body = parse(expectSuccess(response).body(), type);
    return Optional.of(new Tagged<>(response.headers().firstValue("ETag").orElse("*"), body));
  }

  public <T> T post(String path, Object body, TypeReference<T> type) throws InterruptedException {
    HttpRequest.Builder request = request(path).POST(publisher(body));
    return parse(expectSuccess(send(request)).body(), type);
  }

  /** Posts an order that has no body and no answer but that it is done. */
  public void order(String path) throws InterruptedException {
    expectSuccess(send(request(path).POST(BodyPublishers.noBody())));
  }

  /**
   * Replaces what has not changed meanwhile.
   *
   * @param tag of the state that the caller has seen
   */
  public <T> T put(String path, String tag, Object body, TypeReference<T> type)
      throws InterruptedException {
    HttpRequest.Builder request = request(path).header("If-Match", tag).PUT(publisher(body));
    return parse(expectSuccess(send(request)).body(), type);
  }

  /** A body that is not JSON. */
  public String text(String path) throws InterruptedException {
    return expectSuccess(send(request(path).setHeader("Accept", "*/*").GET())).body();
  }

  /** Something with the tag that a later change of it must show. */
  public record Tagged<T>(String tag, T body) {}

  private HttpRequest.BodyPublisher publisher(Object body) {
    return BodyPublishers.ofString(json.writeValueAsString(body));
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create(url + path))
        .timeout(TIMEOUT)
        .header("Authorization", "Bearer " + key)
        .header("Accept", "application/json")
        .header("Content-Type", "application/json");
  }

  private HttpResponse<String> send(HttpRequest.Builder request) throws InterruptedException {
    try {
      return http.send(request.build(), BodyHandlers.ofString());
    } catch (IOException e) {
      throw new CommandException(
          "The server at %s does not answer: %s. See ./stoker status.".formatted(url, e), e);
    }
  }

  private HttpResponse<String> expectSuccess(HttpResponse<String> response) {
    if (response.statusCode() / 100 == 2) {
      return response;
    }
    throw new CommandException(
        "%s %s: %d %s"
            .formatted(
                response.request().method(),
                response.request().uri().getPath(),
                response.statusCode(),
                explain(response.body())));
  }

  private String explain(String body) {
    try {
      Problem problem = json.readValue(body, Problem.class);
      var text = new StringBuilder(problem.code() + ": " + problem.detail());
      if (problem.errors() != null) {
        for (FieldProblem error : problem.errors()) {
          text.append("\n  ").append(error.pointer()).append(": ").append(error.message());
        }
      }
      return text.toString();
    } catch (JacksonException e) {
      return body;
    }
  }

  private <T> T parse(String body, TypeReference<T> type) {
    try {
      return json.readValue(body, type);
    } catch (JacksonException e) {
      throw new CommandException("The server at %s answered oddly: %s".formatted(url, body), e);
    }
  }
}
