package io.stoker.api.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.stoker.api.Http;
import io.stoker.api.PlatformTest;
import io.stoker.api.Reply;
import io.stoker.api.artifact.Jars;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** The published document is what the server says and what it does. */
class OpenApiTest extends PlatformTest {
  private static final Path PUBLISHED = Path.of("..", "openapi", "openapi.yaml");

  /** The job that an example with {@code {job}} in its path is sent to. */
  private static final String JOB = "delays-by-city";

  @Test
  void thePublishedDocumentIsWhatTheServerSays() throws IOException {
    String served = anonymous().get("/v3/api-docs.yaml").expect(200).text();
    if (Boolean.getBoolean("openapi.write")) {
      Files.writeString(PUBLISHED, served);
    }

    assertThat(Files.readString(PUBLISHED))
        .as("openapi/openapi.yaml; -Dopenapi.write=true writes it anew")
        .isEqualTo(served);
  }

  @Test
  void itDoesNotDependOnTheAddressItWasAskedAt() {
    assertThat(
            anonymous()
                .get("/v3/api-docs.yaml", "X-Forwarded-Host", "elsewhere.example")
                .expect(200)
                .text())
        .isEqualTo(anonymous().get("/v3/api-docs.yaml").text())
        .doesNotContain("127.0.0.1:" + port());
  }

  @Test
  void everyOperationSaysWhatItDoesAndHowItFails() {
    List<String> silent = new ArrayList<>();
    operations()
        .forEach(
            (name, operation) -> {
              if (operation.path("summary").asString("").isBlank()
                  || operation.path("description").asString("").isBlank()
                  || operation.path("operationId").asString("").isBlank()
                  || operation.path("tags").isEmpty()
                  || !operation.path("responses").has("401")
                  || operation.path("responses").size() < 4) {
                silent.add(name + " " + operation);
              }
              for (JsonNode parameter : operation.path("parameters").values()) {
                if (parameter.path("description").asString("").isBlank()) {
                  silent.add(name + " " + parameter);
                }
              }
              boolean bodyWithoutExample =
                  operation.has("requestBody")
                      && operation.at("/requestBody/content").values().stream()
                          .noneMatch(
                              content ->
                                  content.has("examples")
                                      || content.at("/schema/format").asString().equals("binary"));
              if (bodyWithoutExample) {
                silent.add(name + " has a body without an example");
              }
            });
    assertThat(silent).isEmpty();
  }

  @Test
  void protocolsWithNodesAndDriversAreNotPublished() {
    assertThat(document().path("paths").propertyNames())
        .isNotEmpty()
        .allSatisfy(path -> assertThat(path).startsWith("/api/v1/"));
  }

  @Test
  void everyExampleIsAccepted() {
    List<String> refused = new ArrayList<>();
    int sent = 0;
    for (var operation : operations().entrySet()) {
      for (var content : operation.getValue().at("/requestBody/content").properties()) {
        for (var example : content.getValue().path("examples").properties()) {
          Reply reply =
              send(operation.getKey(), content.getKey(), example.getValue().path("value"));
          sent++;
          if (reply.status() / 100 != 2) {
            refused.add(operation.getKey() + " " + example.getKey() + ": " + reply);
          }
        }
      }
    }
    assertThat(refused).isEmpty();
    assertThat(sent).isGreaterThanOrEqualTo(4);
  }

  @Test
  void theConsoleIsWhereTheRootLeads() {
    Reply root = anonymous().get("/").expect(302);

    Reply console = anonymous().get(root.header("Location")).expect(200);
    assertThat(console.text()).contains("swagger-ui");
    assertThat(console.header("Content-Security-Policy")).contains("default-src 'self'");
    assertThat(anonymous().get("/swagger-ui/swagger-initializer.js").expect(200).text())
        .contains("/v3/api-docs");
    assertThat(document().at("/components/securitySchemes/bearer/scheme").asString())
        .isEqualTo("bearer");
  }

  private Reply send(String operation, String contentType, JsonNode body) {
    String method = operation.substring(0, operation.indexOf(' '));
    String path = operation.substring(operation.indexOf(' ') + 1);
    Http http = http();
    http.delete("/api/v1/jobs/" + JOB, "If-Match", "*");
    http.delete("/api/v1/jobs/numbers", "If-Match", "*");
    http.delete("/api/v1/jobs/words", "If-Match", "*");
    // the artifacts that the examples of JAR and PYTHON jobs name
    http.upload("/api/v1/artifacts", "application/zip", Jars.of("example", "examples.WordCount"));
    byte[] python = "print('example')\n".getBytes(StandardCharsets.UTF_8);
    http.upload("/api/v1/artifacts?kind=PYTHON", "text/x-python", python);
    if (path.contains("{job}")) {
      http.post("/api/v1/jobs", flights()).expect(201);
    }
    String schedule =
        path.contains("{schedule}")
            ? http.post("/api/v1/jobs/" + JOB + "/schedules", "{\"cron\": \"0 0 * * *\"}")
                .expect(201)
                .json()
                .path("id")
                .asString()
            : "";
    String node = path.contains("{node}") ? node() : "";
    http.delete("/api/v1/queues/etl", "If-Match", "*");
    if (path.contains("{queue}")) {
      http.post("/api/v1/queues", "{\"name\": \"etl\"}").expect(201);
    }
    Reply reply =
        http.send(
            method,
            path.replace("{job}", JOB)
                .replace("{schedule}", schedule)
                .replace("{node}", node)
                .replace("{queue}", "etl"),
            body.toString(),
            "If-Match",
            "*",
            "Content-Type",
            contentType);
    jdbc().sql("delete from node where name = 'example'").update();
    http.delete("/api/v1/queues/etl", "If-Match", "*");
    return reply;
  }

  /** One that never reports, so that nothing is placed there. */
  private String node() {
    return jdbc()
        .sql(
            """
            insert into node (name, host, state, cores_milli, memory_bytes, boot_id,
              credential_hash, java_major, spark_version, runtime_digest)
            values ('example', '127.0.0.9', 'READY', 1, 1, 'b', 'example', 17, '4', 'd')
            returning id::text
            """)
        .query(String.class)
        .single();
  }

  private String flights() {
    return document()
        .at("/paths/~1api~1v1~1jobs/post/requestBody/content/application~1json/examples")
        .at("/flights/value")
        .toString();
  }

  private JsonNode document() {
    return anonymous().get("/v3/api-docs").expect(200).json();
  }

  /** By method and path. */
  private Map<String, JsonNode> operations() {
    Map<String, JsonNode> operations = new TreeMap<>();
    for (var path : document().path("paths").properties()) {
      for (var operation : path.getValue().properties()) {
        operations.put(
            operation.getKey().toUpperCase(Locale.ROOT) + " " + path.getKey(),
            operation.getValue());
      }
    }
    return operations;
  }
}
