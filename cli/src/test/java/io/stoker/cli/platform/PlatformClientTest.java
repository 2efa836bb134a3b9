package io.stoker.cli.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import io.stoker.cli.terminal.CommandException;
import io.stoker.contract.run.RunRequest;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.core.type.TypeReference;

class PlatformClientTest {
  private static final TypeReference<Map<String, Object>> MAP = new TypeReference<>() {};

  private final HttpServer server =
      HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
  private final PlatformClient client;

  PlatformClientTest() throws IOException {
    server.start();
    client = new PlatformClient("http://127.0.0.1:" + server.getAddress().getPort(), "stu_key");
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  @Test
  void sendsTheKeyAndReadsJson() throws Exception {
    server.createContext(
        "/thing",
        exchange -> {
          String authorization = exchange.getRequestHeaders().getFirst("Authorization");
          exchange.getResponseHeaders().set("ETag", "\"3\"");
          byte[] body =
              "{\"saw\": \"%s\"}".formatted(authorization).getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(200, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    assertThat(client.get("/thing", MAP)).containsEntry("saw", "Bearer stu_key");
    assertThat(client.find("/thing", MAP).orElseThrow().tag()).isEqualTo("\"3\"");
    assertThat(client.find("/other", MAP)).isEmpty();
  }

  @Test
  void aProblemIsShownWithEveryWrongField() {
    answer(
        422,
        """
        {"type": "t", "title": "Validation failed", "status": 422, "code": "VALIDATION_FAILED",
         "detail": "Two fields are wrong.", "instance": "/thing",
         "errors": [{"pointer": "/a", "code": "C", "message": "too small"},
                    {"pointer": "/b", "code": "C", "message": "missing"}]}
        """);
    assertThatThrownBy(() -> client.post("/thing", new RunRequest(Map.of()), MAP))
        .isInstanceOf(CommandException.class)
        .hasMessage(
            "POST /thing: 422 VALIDATION_FAILED: Two fields are wrong.\n"
                + "  /a: too small\n  /b: missing");
  }

  @Test
  void anAnswerThatIsNoJsonIsShownAsItIs() {
    answer(502, "<html>proxy</html>");
    assertThatThrownBy(() -> client.get("/thing", MAP))
        .hasMessage("GET /thing: 502 <html>proxy</html>");
  }

  @Test
  void aServerThatIsGoneIsNamed() {
    server.stop(0);
    assertThatThrownBy(() -> client.get("/thing", MAP))
        .isInstanceOf(CommandException.class)
        .hasMessageContaining("does not answer");
  }

  private void answer(int status, String body) {
    server.createContext(
        "/thing",
        exchange -> {
          byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(status, bytes.length);
          exchange.getResponseBody().write(bytes);
          exchange.close();
        });
  }
}
