package io.stoker.node.ui;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import io.stoker.contract.ui.Shares;
import io.stoker.contract.ui.UiForwarding;
import io.stoker.contract.ui.UiForwarding.Answer;
import io.stoker.contract.ui.UiForwarding.Target;
import io.stoker.contract.ui.UiRead;
import io.stoker.node.process.ManagedProcess;
import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads a page of one of the node's own processes, over loopback, for whoever has the secret. Which
 * port that is, the node finds out by itself.
 */
final class UiHandler implements HttpHandler {
  private static final Logger LOG = LoggerFactory.getLogger(UiHandler.class);
  private static final Set<String> METHODS = Set.of("GET", "HEAD");
  private static final int NO_BODY = -1;
  private static final int UNKNOWN_LENGTH = 0;

  /** The platform is a little more patient, to hear of it. */
  private static final Duration WAIT = Duration.ofSeconds(25);

  private final byte[] authorization;
  private final Function<UUID, Optional<ManagedProcess>> processes;
  private final Shares ofRuns = new Shares(Shares.OF_A_RUN);
  private final Shares ofAll = new Shares(Shares.OF_ALL_RUNS);

  UiHandler(String secret, Function<UUID, Optional<ManagedProcess>> processes) {
    this.authorization = ("Bearer " + secret).getBytes(UTF_8);
    this.processes = processes;
  }

  /**
   * Closes an answer that is whole and no other: that would end in good order what has broken off.
   * What is thrown makes the server cut the connection.
   */
  @Override
  public void handle(HttpExchange exchange) throws IOException {
    try {
      answer(exchange);
    } catch (IOException | RuntimeException e) {
      LOG.debug("{} was not answered to its end", exchange.getRequestURI(), e);
      throw new IOException("not answered to its end", e);
    }
    exchange.close();
  }

  private void answer(HttpExchange exchange) throws IOException {
    if (!isKnown(exchange.getRequestHeaders().getFirst("Authorization"))) {
      refuse(exchange, 401, Answer.REFUSED);
    } else if (!METHODS.contains(exchange.getRequestMethod())) {
      refuse(exchange, 405, Answer.MALFORMED);
    } else {
      Target target;
      try {
        target = Target.of(exchange.getRequestURI().getRawPath());
      } catch (IllegalArgumentException e) {
        refuse(exchange, 404, Answer.MALFORMED);
        return;
      }
      UUID process = target.assignment();
      Shares shares = shares(process);
      if (!shares.take(process)) {
        refuse(exchange, 503, Answer.BUSY);
        return;
      }
      try {
        forward(exchange, target);
      } finally {
        shares.giveBack(process);
      }
    }
  }

  private Shares shares(UUID process) {
    boolean servesAll = processes.apply(process).filter(it -> !it.isOfRun()).isPresent();
    return servesAll ? ofAll : ofRuns;
  }

  /** Takes as long whatever is wrong. */
  private boolean isKnown(@Nullable String header) {
    byte[] sent = Objects.requireNonNullElse(header, "").getBytes(UTF_8);
    return MessageDigest.isEqual(authorization, sent);
  }

  private void forward(HttpExchange exchange, Target target) throws IOException {
    UiPort ui =
        processes
            .apply(target.assignment())
            .map(UiPort::of)
            .orElse(new UiPort(Answer.NO_SUCH_PROCESS, 0));
    if (ui.answer() != Answer.FORWARDED) {
      refuse(exchange, 404, ui.answer());
      return;
    }
    try (UiRead read = read(exchange, uri(ui.port(), target, exchange.getRequestURI()))) {
      pass(exchange, read);
    } catch (ConnectException e) {
      refuse(exchange, 404, Answer.NO_UI); // it ended Spark just now
    } catch (SocketTimeoutException e) {
      refuse(exchange, 504, Answer.TOO_SLOW);
    }
  }

  private static URI uri(int port, Target target, URI asked) {
    String query = asked.getRawQuery() == null ? "" : "?" + asked.getRawQuery();
    return URI.create("http://127.0.0.1:" + port + target.path() + query);
  }

  private static UiRead read(HttpExchange exchange, URI uri) throws IOException {
    Map<String, String> headers = new HashMap<>();
    for (String name : UiForwarding.REQUEST_HEADERS) {
      String value = exchange.getRequestHeaders().getFirst(name);
      if (value != null) {
        headers.put(name, value);
      }
    }
    return UiRead.of(exchange.getRequestMethod(), uri, headers, WAIT);
  }

  private static void pass(HttpExchange exchange, UiRead read) throws IOException {
    for (String name : UiForwarding.ANSWER_HEADERS) {
      String value = read.header(name);
      if (value != null && !name.equals("Content-Length")) {
        exchange.getResponseHeaders().set(name, value);
      }
    }
    exchange.getResponseHeaders().set(UiForwarding.ANSWER, Answer.FORWARDED.name());
    exchange.sendResponseHeaders(read.status(), length(exchange, read));
    if (hasBody(exchange, read.status())) {
      read.copyTo(exchange.getResponseBody());
    }
  }

  private static long length(HttpExchange exchange, UiRead read) {
    if (!hasBody(exchange, read.status())) {
      return NO_BODY;
    }
    String length = read.header("Content-Length");
    long bytes = length == null ? UNKNOWN_LENGTH : Long.parseLong(length);
    return length != null && bytes == 0 ? NO_BODY : bytes;
  }

  private static boolean hasBody(HttpExchange exchange, int status) {
    return !exchange.getRequestMethod().equals("HEAD") && status != 204 && status != 304;
  }

  /** After an answer has begun there is nothing to say any more. */
  private static void refuse(HttpExchange exchange, int status, Answer why) throws IOException {
    if (exchange.getResponseCode() == -1) {
      exchange.getResponseHeaders().clear();
      exchange.getResponseHeaders().set(UiForwarding.ANSWER, why.name());
      exchange.sendResponseHeaders(status, NO_BODY);
    } else {
      throw new IOException("The process stopped in mid-answer: " + why);
    }
  }
}
