package io.stoker.node;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** A process with pages on loopback, each of which tells how it was asked for. */
final class TestPages {
  private TestPages() {}

  public static void main(String[] args) throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(args.length > 1 ? args[1] : "127.0.0.1", 0), 0);
    server.createContext(
        "/",
        exchange -> {
          if (exchange.getRequestURI().getPath().equals("/exit")) {
            Runtime.getRuntime().halt(3);
          }
          if (exchange.getRequestURI().getPath().equals("/dies-in-mid-answer")) {
            exchange.sendResponseHeaders(200, 0);
            exchange.getResponseBody().write("half of it".getBytes(StandardCharsets.UTF_8));
            exchange.getResponseBody().flush();
            Runtime.getRuntime().halt(3);
          }
          exchange.getResponseHeaders().set("ETag", "\"1\"");
          exchange.getResponseHeaders().set("Set-Cookie", "a=b");
          exchange.getResponseHeaders().set("Content-Security-Policy", "x-src 'none'");
          boolean redirects = exchange.getRequestURI().getPath().equals("/redirect");
          if (redirects) {
            String host = exchange.getRequestHeaders().getFirst("Host");
            exchange.getResponseHeaders().set("Location", "http://" + host + "/jobs/");
          }
          StringBuilder text = new StringBuilder();
          text.append(exchange.getRequestMethod()).append(' ').append(exchange.getRequestURI());
          exchange
              .getRequestHeaders()
              .forEach((name, values) -> text.append('\n').append(name).append('=').append(values));
          byte[] page = text.toString().getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(redirects ? 302 : 200, page.length);
          exchange.getResponseBody().write(page);
          exchange.close();
        });
    server.start();
    Path file = Path.of(args[0]);
    Path whole = file.resolveSibling("new");
    Files.writeString(whole, server.getAddress().getPort() + "\n");
    Files.move(whole, file);
  }
}
