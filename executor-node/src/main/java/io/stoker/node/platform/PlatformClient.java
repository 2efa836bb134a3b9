package io.stoker.node.platform;

import io.stoker.contract.Paths;
import io.stoker.contract.Problem;
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
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** The calls of a node to its platform; each may be repeated. */
public final class PlatformClient {
  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);
  private static final Duration ANSWER_TIMEOUT = Duration.ofSeconds(15);

  private final URI platform;
  private final JsonMapper json;
  private final HttpClient http;

  /**
   * A client without connections yet.
   *
   * @param json fields that it does not know are tolerated: the server may be a version ahead
   */
  public PlatformClient(URI platform, JsonMapper json) {
    this.platform = platform;
    this.json = json.rebuild().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES).build();
    this.http =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(CONNECT_TIMEOUT)
            .build();
  }

  /** Base address of the platform. */
  public URI platform() {
    return platform;
  }

  public Reply<JoinReply> join(String token, JoinRequest join) throws InterruptedException {
    HttpRequest request = request(Paths.NODE_JOIN, token).POST(body(join)).build();
    return send(request, JoinReply.class);
  }

  public Reply<RegisterReply> register(Identity node, NodeDescription description)
      throws InterruptedException {
    HttpRequest request = request(node, "/registrations").POST(body(description)).build();
    return send(request, RegisterReply.class);
  }

  public Reply<Void> report(Identity node, NodeReport report) throws InterruptedException {
    return send(request(node, "/report").PUT(body(report)).build(), Void.class);
  }

  /**
   * Answers at once when there is a version after this one, else when there is, else after wait.
   */
  public Reply<DesiredState> assignments(Identity node, long epoch, long after, Duration wait)
      throws InterruptedException {
    String path = "/assignments?epoch=" + epoch + "&after=" + after + "&wait=" + wait;
    HttpRequest request = request(node, path).timeout(wait.plus(ANSWER_TIMEOUT)).GET().build();
    return send(request, DesiredState.class);
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
    HttpRequest request =
        request(node, path)
            .setHeader("Content-Type", "application/octet-stream")
            .PUT(BodyPublishers.ofByteArray(piece))
            .build();
    return send(request, LogAck.class);
  }

  private HttpRequest.Builder request(Identity node, String path) {
    return request(Paths.INTERNAL_NODES + "/" + node.nodeId() + path, node.credential());
  }

  private HttpRequest.Builder request(String path, String credential) {
    return HttpRequest.newBuilder(platform.resolve(path))
        .timeout(ANSWER_TIMEOUT)
        .header("Authorization", "Bearer " + credential)
        .header("Accept", "application/json, application/problem+json")
        .header("Content-Type", "application/json");
  }

  private BodyPublisher body(Object value) {
    return BodyPublishers.ofByteArray(json.writeValueAsBytes(value));
  }

  private <T> Reply<T> send(HttpRequest request, Class<T> type) throws InterruptedException {
    try {
      return read(http.send(request, BodyHandlers.ofString()), type);
    } catch (ConnectException e) {
      return new Reply.Unavailable<>("nothing answers at " + platform);
    } catch (HttpTimeoutException e) {
      return new Reply.Unavailable<>("no answer from " + platform + " in time");
    } catch (IOException e) {
      return new Reply.Unavailable<>("the connection to " + platform + " broke: " + e.getMessage());
    } catch (JacksonException e) {
      return new Reply.Unavailable<>(
          "the answer of " + request.uri() + " is not as agreed: " + e.getOriginalMessage());
    }
  }

  @SuppressWarnings("NullAway") // a Reply<Void> has no value
  private <T> Reply<T> read(HttpResponse<String> response, Class<T> type) {
    int status = response.statusCode();
    if (status / 100 == 2) {
      return new Reply.Ok<>(type == Void.class ? null : json.readValue(response.body(), type));
    }
    if (status >= 500 || status == 408 || status == 429) {
      return new Reply.Unavailable<>(platform + " answers with status " + status);
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
