package io.stoker.cli;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.stoker.launcher.process.ProcessIdentity;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.stream.Collectors;
import tools.jackson.databind.json.JsonMapper;

/**
 * The program of a child JVM that stands in for a packaged server or node: it takes the same words,
 * writes the same file and lists nodes that have called it. One whose home holds a file {@code die}
 * ends at once, a server whose home holds a file {@code hang} is never ready.
 */
final class StandIn {
  private StandIn() {}

  public static void main(String[] args) throws Exception {
    Map<String, String> options =
        Arrays.stream(args)
            .map(word -> word.substring(2).split("=", 2))
            .collect(Collectors.toMap(pair -> pair[0], pair -> pair[1]));
    if (options.containsKey("stoker.home")) {
      serve(Path.of(options.get("stoker.home")), Integer.parseInt(options.get("server.port")));
    } else {
      join(Path.of(options.get("stoker.node.home")), options);
    }
    Thread.currentThread().join();
  }

  private static void serve(Path home, int port) throws IOException {
    dieIfTold(home);
    Set<String> nodes = new ConcurrentSkipListSet<>();
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
    server.createContext(
        "/join/",
        exchange -> {
          nodes.add(exchange.getRequestURI().getPath().substring("/join/".length()));
          answer(exchange, "");
        });
    server.createContext("/api/v1/nodes", exchange -> answer(exchange, list(nodes)));
    server.start();
    if (Files.exists(home.resolve("hang"))) {
      return;
    }
    Path run = Files.createDirectories(home.resolve("run"));
    Path key = Files.writeString(run.resolve("admin.key"), "stu_test\n");
    ProcessIdentity self = ProcessIdentity.ofSelf();
    Path whole =
        Files.writeString(
            run.resolve("new"),
            JsonMapper.shared()
                .writeValueAsString(
                    Map.of(
                        "url", "http://127.0.0.1:" + port,
                        "pid", self.pid(),
                        "startTicks", self.startTicks(),
                        "keyFile", key.toString(),
                        "joinTokenFile", run.resolve("join.token").toString(),
                        "home", home.toString())));
    Files.move(whole, run.resolve("server.json"), StandardCopyOption.ATOMIC_MOVE);
  }

  private static void join(Path home, Map<String, String> options) throws Exception {
    Files.createDirectories(home);
    dieIfTold(home);
    URI uri =
        URI.create(options.get("stoker.node.platform-url") + "/join/")
            .resolve(options.get("stoker.node.name"));
    HttpClient.newHttpClient()
        .send(
            HttpRequest.newBuilder(uri).POST(BodyPublishers.noBody()).build(),
            BodyHandlers.discarding());
  }

  private static void dieIfTold(Path home) {
    if (Files.exists(home.resolve("die"))) {
      System.out.println("something is badly wrong");
      System.exit(7);
    }
  }

  private static String list(Set<String> nodes) {
    return nodes.stream()
        .map(
            name ->
                """
                {"id": "00000000-0000-7000-8000-000000000000", "name": "%s", "host": "127.0.0.2",
                 "state": "READY", "cores": 2, "coresUsed": 0, "memoryBytes": 4294967296,
                 "memoryBytesUsed": 0, "drivers": 0, "executors": 0, "labels": {}, "bootId": "b",
                 "epoch": 1, "javaMajor": 17, "sparkVersion": "4.2.0",
                 "memoryEnforcement": "WATCHED", "storageShared": true,
                 "joinedAt": "2026-01-01T00:00:00Z"}
                """
                    .formatted(name))
        .collect(Collectors.joining(",", "{\"items\": [", "]}"));
  }

  private static void answer(HttpExchange exchange, String body) throws IOException {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(200, bytes.length == 0 ? -1 : bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }
}
