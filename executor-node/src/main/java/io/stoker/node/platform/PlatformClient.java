package io.stoker.node.platform;

import io.stoker.contract.Paths;
import io.stoker.contract.Problem;
import io.stoker.contract.Servers;
import io.stoker.contract.node.DesiredState;
import io.stoker.contract.node.DrainReply;
import io.stoker.contract.node.JoinReply;
import io.stoker.contract.node.JoinRequest;
import io.stoker.contract.node.LogAck;
import io.stoker.contract.node.NodeDescription;
import io.stoker.contract.node.NodeReport;
import io.stoker.contract.node.RegisterReply;
import io.stoker.contract.node.ReportReply;
import io.stoker.node.home.Identity;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** The calls of a node to its platform's servers; each may be repeated, at any of them. */
public final class PlatformClient {
  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);
  private static final Duration ANSWER_TIMEOUT = Duration.ofSeconds(15);

  private final Servers servers;
  private final JsonMapper json;
  private final HttpClient http;

  /**
   * A client without connections yet.
   *
   * @param json fields that it does not know are tolerated: the server may be a version ahead
   */
  public PlatformClient(Servers servers, JsonMapper json) {
    this.servers = servers;
    this.json = json.rebuild().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES).build();
    this.http =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(CONNECT_TIMEOUT)
            .build();
  }

  /** The servers that it speaks with. */
  public Servers servers() {
    return servers;
  }

  public Reply<JoinReply> join(String token, JoinRequest join) throws InterruptedException {
    return call(Paths.NODE_JOIN, token, request -> request.POST(body(join)), JoinReply.class);
  }

  public Reply<RegisterReply> register(Identity node, NodeDescription description)
      throws InterruptedException {
    return call(
        node, "/registrations", request -> request.POST(body(description)), RegisterReply.class);
  }

  public Reply<ReportReply> report(Identity node, NodeReport report) throws InterruptedException {
    return call(node, "/report", request -> request.PUT(body(report)), ReportReply.class);
  }

  /** Asks that the node be emptied; what is left after this time is ended. */
  public Reply<DrainReply> drain(Identity node, long epoch, Duration deadline)
      throws InterruptedException {
    String path = "/drain?epoch=" + epoch + "&deadline=" + deadline;
    return call(node, path, request -> request.POST(BodyPublishers.noBody()), DrainReply.class);
  }

  /**
   * Answers at once when there is a version after this one, else when there is, else after wait.
   */
  public Reply<DesiredState> assignments(Identity node, long epoch, long after, Duration wait)
      throws InterruptedException {
    String path = "/assignments?epoch=" + epoch + "&after=" + after + "&wait=" + wait;
    return call(
        node, path, request -> request.timeout(wait.plus(ANSWER_TIMEOUT)), DesiredState.class);
  }

  /**
   * Sends a piece of a stream; the answer says from where to go on.
   *
   * @param before what the last answer said of the segment that ends at the offset; null before one
   * @param last whether the stream ends with this piece
   */
  public Reply<LogAck> log(
      Session session,
      UUID assignment,
      String stream,
      long offset,
      @Nullable Long before,
      byte[] piece,
      boolean last)
      throws InterruptedException {
    String path =
        "/logs/%s/%s?offset=%d&last=%b&epoch=%d%s"
            .formatted(
                assignment,
                stream,
                offset,
                last,
                session.epoch(),
                before == null ? "" : "&segment=" + before);
    return call(
        session.identity(),
        path,
        request ->
            request
                .setHeader("Content-Type", "application/octet-stream")
                .PUT(BodyPublishers.ofByteArray(piece)),
        LogAck.class);
  }

  /**
   * Fetches a jar into a file.
   *
   * @return SHA-256 of what has come
   * @throws IOException when this machine cannot keep it
   */
  public Reply<String> artifact(Identity node, String sha256, Path file)
      throws InterruptedException, IOException {
    URI server = servers.current();
    HttpRequest request =
        HttpRequest.newBuilder(
                server.resolve(Paths.INTERNAL_NODES + "/" + node.nodeId() + "/artifacts/" + sha256))
            .timeout(ANSWER_TIMEOUT)
            .header("Authorization", "Bearer " + node.credential())
            .header("Accept", "application/octet-stream, application/problem+json")
            .build();
    Reply<String> reply = fetch(server, request, file);
    if (reply instanceof Reply.Unavailable<String>) {
      servers.failed(server);
    }
    return reply;
  }

  private Reply<String> fetch(URI server, HttpRequest request, Path file)
      throws InterruptedException, IOException {
    HttpResponse<InputStream> response;
    try {
      response = http.send(request, BodyHandlers.ofInputStream());
    } catch (IOException e) {
      return broken(server, e);
    }
    try (InputStream body = response.body()) {
      return response.statusCode() / 100 == 2
          ? new Reply.Ok<>(Download.into(file, body))
          : refusal(server, response, new String(body.readNBytes(1 << 20), StandardCharsets.UTF_8));
    } catch (Download.Broken e) {
      return broken(server, e);
    }
  }

  private <T> Reply<T> call(
      Identity node, String path, UnaryOperator<HttpRequest.Builder> request, Class<T> type)
      throws InterruptedException {
    return call(
        Paths.INTERNAL_NODES + "/" + node.nodeId() + path, node.credential(), request, type);
  }

  /** Asks the server that answered last; when it cannot, the next call asks the next one. */
  private <T> Reply<T> call(
      String path, String credential, UnaryOperator<HttpRequest.Builder> request, Class<T> type)
      throws InterruptedException {
    URI server = servers.current();
    HttpRequest.Builder common =
        HttpRequest.newBuilder(server.resolve(path))
            .timeout(ANSWER_TIMEOUT)
            .header("Authorization", "Bearer " + credential)
            .header("Accept", "application/json, application/problem+json")
            .header("Content-Type", "application/json");
    Reply<T> reply = send(server, request.apply(common).build(), type);
    if (reply instanceof Reply.Unavailable<T>) {
      servers.failed(server);
    }
    return reply;
  }

  private BodyPublisher body(Object value) {
    return BodyPublishers.ofByteArray(json.writeValueAsBytes(value));
  }

  private <T> Reply<T> send(URI server, HttpRequest request, Class<T> type)
      throws InterruptedException {
    try {
      return read(server, http.send(request, BodyHandlers.ofString()), type);
    } catch (IOException e) {
      return broken(server, e);
    } catch (JacksonException e) {
      return new Reply.Unavailable<>(
          "the answer of " + request.uri() + " is not as agreed: " + e.getOriginalMessage());
    }
  }

  private static <T> Reply<T> broken(URI server, IOException error) {
    if (error instanceof ConnectException) {
      return new Reply.Unavailable<>("nothing answers at " + server);
    }
    return new Reply.Unavailable<>(
        error instanceof HttpTimeoutException
            ? "no answer from " + server + " in time"
            : "the connection to " + server + " broke: " + error.getMessage());
  }

  private <T> Reply<T> read(URI server, HttpResponse<String> response, Class<T> type) {
    if (response.statusCode() / 100 == 2) {
      // only to a report there may be nothing to say
      boolean silent = response.statusCode() == 204 && type == ReportReply.class;
      return new Reply.Ok<>(json.readValue(silent ? "{}" : response.body(), type));
    }
    return refusal(server, response, response.body());
  }

  private <T> Reply<T> refusal(URI server, HttpResponse<?> response, String body) {
    int status = response.statusCode();
    if (status >= 500 || status == 408 || status == 429) {
      return new Reply.Unavailable<>(server + " answers with status " + status);
    }
    try {
      Problem problem = json.readValue(body, Problem.class);
      return new Reply.Refused<>(status, problem.code(), problem.detail(), retryAfter(response));
    } catch (JacksonException e) {
      return notOfPlatform(status, response);
    }
  }

  private static <T> Reply<T> notOfPlatform(int status, HttpResponse<?> response) {
    String detail =
        "status " + status + " for " + response.uri() + ": is a Stoker server at that address?";
    return new Reply.Refused<>(status, Integer.toString(status), detail, null);
  }

  private static @Nullable Long retryAfter(HttpResponse<?> response) {
    return response
        .headers()
        .firstValue("Retry-After")
        .filter(value -> value.matches("[0-9]{1,9}"))
        .map(Long::valueOf)
        .orElse(null);
  }
}
