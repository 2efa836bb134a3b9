package io.stoker.node.platform;

import io.stoker.contract.Paths;
import io.stoker.contract.Problem;
import io.stoker.contract.Servers;
import io.stoker.contract.node.DesiredState;
import io.stoker.contract.node.JoinReply;
import io.stoker.contract.node.JoinRequest;
import io.stoker.contract.node.LogAck;
import io.stoker.contract.node.NodeDescription;
import io.stoker.contract.node.NodeReport;
import io.stoker.contract.node.RegisterReply;
import io.stoker.node.home.Identity;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.UUID;
import java.util.function.UnaryOperator;
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

  public Reply<Void> report(Identity node, NodeReport report) throws InterruptedException {
    return call(node, "/report", request -> request.PUT(body(report)), Void.class);
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
   * @param last whether the stream ends with this piece
   */
  public Reply<LogAck> log(
      Identity node, UUID assignment, String stream, long offset, byte[] piece, boolean last)
      throws InterruptedException {
    String path = "/logs/%s/%s?offset=%d&last=%b".formatted(assignment, stream, offset, last);
    return call(
        node,
        path,
        request ->
            request
                .setHeader("Content-Type", "application/octet-stream")
                .PUT(BodyPublishers.ofByteArray(piece)),
        LogAck.class);
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
    } catch (ConnectException e) {
      return new Reply.Unavailable<>("nothing answers at " + server);
    } catch (HttpTimeoutException e) {
      return new Reply.Unavailable<>("no answer from " + server + " in time");
    } catch (IOException e) {
      return new Reply.Unavailable<>("the connection to " + server + " broke: " + e.getMessage());
    } catch (JacksonException e) {
      return new Reply.Unavailable<>(
          "the answer of " + request.uri() + " is not as agreed: " + e.getOriginalMessage());
    }
  }

  @SuppressWarnings("NullAway") // a Reply<Void> has no value
  private <T> Reply<T> read(URI server, HttpResponse<String> response, Class<T> type) {
    int status = response.statusCode();
    if (status / 100 == 2) {
      return new Reply.Ok<>(type == Void.class ? null : json.readValue(response.body(), type));
    }
    if (status >= 500 || status == 408 || status == 429) {
      return new Reply.Unavailable<>(server + " answers with status " + status);
    }
    return refused(status, response);
  }

  private <T> Reply<T> refused(int status, HttpResponse<String> response) {
    try {
      Problem problem = json.readValue(response.body(), Problem.class);
      return new Reply.Refused<>(status, problem.code(), problem.detail());
    } catch (JacksonException e) {
      return notOfPlatform(status, response);
    }
  }

  private static <T> Reply<T> notOfPlatform(int status, HttpResponse<String> response) {
    String detail =
        "status " + status + " for " + response.uri() + ": is a Stoker server at that address?";
    return new Reply.Refused<>(status, Integer.toString(status), detail);
  }
}
