package io.stoker.api.run;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.stoker.contract.node.NodePort;
import io.stoker.contract.ui.UiForwarding;
import io.stoker.contract.ui.UiForwarding.Answer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A node's port, at which a test says what is answered, and sees what was asked. */
final class NodePagesServer implements AutoCloseable {
  static final String SECRET = "the-node-s-secret-of-32-letters-at-least";

  /** What was asked: method, path and query, and every header, each as text. */
  final List<String> asked = new CopyOnWriteArrayList<>();

  private final HttpServer server;
  private volatile Answer answer = Answer.FORWARDED;
  private volatile boolean nodeSpeaks = true;

  NodePagesServer(String host) {
    try {
      server = HttpServer.create(new InetSocketAddress(host, 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.createContext("/", this::answer);
    server.start();
  }

  NodePort port() {
    return new NodePort(server.getAddress().getPort(), SECRET, true);
  }

  void answers(Answer next) {
    answer = next;
  }

  /** Something else is at its port from now on. */
  void isAnotherService() {
    nodeSpeaks = false;
  }

  /** It has gone again. */
  void isTheNode() {
    nodeSpeaks = true;
  }

  /** Whose length nobody was told of; its connection is cut. */
  private static void breakOff(HttpExchange exchange) throws IOException {
    exchange.getResponseHeaders().set(UiForwarding.ANSWER, Answer.FORWARDED.name());
    exchange.sendResponseHeaders(200, 0);
    exchange.getResponseBody().write(new byte[50_000]);
    exchange.getResponseBody().flush();
    throw new IOException("in mid-answer");
  }

  private void answer(HttpExchange exchange) throws IOException {
    if (exchange.getRequestURI().getPath().endsWith("/half/")) {
      breakOff(exchange);
    }
    try (exchange) {
      StringBuilder text = new StringBuilder();
      text.append(exchange.getRequestMethod()).append(' ').append(exchange.getRequestURI());
      exchange
          .getRequestHeaders()
          .forEach((name, values) -> text.append('\n').append(name).append('=').append(values));
      asked.add(text.toString());
      if (nodeSpeaks) {
        exchange.getResponseHeaders().set(UiForwarding.ANSWER, answer.name());
      }
      if (exchange.getRequestURI().getPath().endsWith("/ui/")) {
        exchange.getResponseHeaders().set("Location", "http://127.0.0.1:4040/jobs/?a=1");
        exchange.sendResponseHeaders(302, -1);
        return;
      }
      if (exchange.getRequestURI().getPath().endsWith("/elsewhere/")) {
        exchange.getResponseHeaders().set("Location", "http://rm.example:8088/proxy/app_1");
        exchange.sendResponseHeaders(302, -1);
        return;
      }
      if (exchange.getRequestURI().getPath().endsWith("/missing/")) {
        exchange.sendResponseHeaders(404, -1);
        return;
      }
      byte[] page = "<html>page</html>".getBytes(StandardCharsets.UTF_8);
      exchange.getResponseHeaders().set("Content-Type", "text/html;charset=utf-8");
      exchange.getResponseHeaders().set("Content-Security-Policy", "script-src 'nonce-1'");
      exchange.getResponseHeaders().set("Cache-Control", "public, max-age=100000");
      exchange.getResponseHeaders().set("Set-Cookie", "spark=1");
      exchange.getResponseHeaders().set("Server", "Jetty");
      boolean head = exchange.getRequestMethod().equals("HEAD");
      exchange.sendResponseHeaders(200, head ? -1 : page.length);
      if (!head) {
        exchange.getResponseBody().write(page);
      }
    }
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
