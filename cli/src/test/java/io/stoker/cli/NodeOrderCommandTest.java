package io.stoker.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Orders about nodes, against a server that notes what it is asked. */
class NodeOrderCommandTest {
  private static final String ID = "00000000-0000-7000-8000-000000000001";

  private final List<String> asked = new CopyOnWriteArrayList<>();
  private final HttpServer server;
  private final Stoker stoker;
  private final Path key;
  private int looks;

  NodeOrderCommandTest(@TempDir Path root) throws Exception {
    stoker = new Stoker(root);
    key = Files.writeString(root.resolve("key"), "stu_test\n");
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::answer);
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  private void answer(HttpExchange exchange) throws IOException {
    String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    String path = exchange.getRequestURI().toString();
    asked.add((exchange.getRequestMethod() + " " + path + " " + body).strip());
    String state = looks++ < 3 ? "DRAINING" : "DRAINED";
    String node =
        """
        {"id": "%s", "name": "node-1", "host": "127.0.0.2", "state": "%s", "cores": 2, "coresUsed": 1,
         "memoryBytes": 1, "memoryBytesUsed": 0, "drivers": 0, "executors": %d, "labels": {},
         "bootId": "b", "epoch": 1, "javaMajor": 17, "sparkVersion": "4.2.0",
         "memoryEnforcement": "WATCHED", "storageShared": true,
         "joinedAt": "2026-01-01T00:00:00Z"}
        """
            .formatted(ID, state, state.equals("DRAINED") ? 0 : 1);
    boolean list = path.startsWith("/api/v1/nodes?");
    boolean remove = path.endsWith(":remove");
    byte[] text = (list ? "{\"items\": [" + node + "]}" : node).getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(remove ? 204 : 200, remove ? -1 : text.length);
    if (!remove) {
      exchange.getResponseBody().write(text);
    }
    exchange.close();
  }

  private int run(String... words) {
    String[] all = new String[words.length + 4];
    System.arraycopy(words, 0, all, 0, words.length);
    all[words.length] = "--url";
    all[words.length + 1] = "http://127.0.0.1:" + server.getAddress().getPort();
    all[words.length + 2] = "--key-file";
    all[words.length + 3] = key.toString();
    return stoker.run(all);
  }

  @Test
  void aDrainIsFollowedUntilNothingIsLeft() {
    int code =
        run("node", "drain", "node-1", "--deadline", "PT5M", "--drivers", "MOVE", "--wait", "30");
    assertThat(code).as(stoker.errors()).isZero();
    assertThat(asked.get(1))
        .isEqualTo(
            "POST /api/v1/nodes/" + ID + ":drain {\"deadline\":\"PT5M\",\"drivers\":\"MOVE\"}");
    assertThat(stoker.out())
        .contains("node-1 is DRAINING, with 0 drivers and 1 executors")
        .endsWith("node-1 is DRAINED, with 0 drivers and 0 executors\n");
  }

  @Test
  void otherOrdersAreGivenOnceAndUnknownNodesAreNamed() {
    assertThat(run("node", "undrain", ID)).isZero();
    assertThat(run("node", "remove", "node-1")).isZero();
    assertThat(asked)
        .contains(
            "POST /api/v1/nodes/" + ID + ":undrain {}", "POST /api/v1/nodes/" + ID + ":remove");
    assertThat(run("node", "drain", "node-9")).isEqualTo(1);
    assertThat(stoker.errors()).contains("There is no node 'node-9'. There are: node-1");
  }
}
