package io.stoker.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.stoker.database.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What a server leaves in its home, and what it finds there again. */
class ServerLifecycleTest {
  @TempDir private Path home = Path.of("");

  @AfterEach
  void stopDatabase() {
    EmbeddedPostgres.stop(home.resolve("postgres"));
  }

  @Test
  void aServerTellsLocalProgramsHowToReachItWhileItServes() throws IOException {
    String key;
    String joinToken;
    try (RunningServer server = start()) {
      key = read("admin.key");
      joinToken = read("join.token");
      server.anonymous().as(key).get("/api/v1/jobs").expect(200);
      JsonNode file = JsonMapper.shared().readTree(read("server.json"));
      assertThat(file.path("url").asString()).isEqualTo("http://127.0.0.1:" + server.port());
      assertThat(file.path("pid").asLong()).isEqualTo(ProcessHandle.current().pid());
      assertThat(file.path("startTicks").asLong()).isPositive();
      assertThat(file.path("keyFile").asString()).isEqualTo(run("admin.key").toString());
      assertThat(file.path("joinTokenFile").asString()).isEqualTo(run("join.token").toString());
      assertThat(file.path("home").asString()).isEqualTo(home.toString());
      for (String name : new String[] {"admin.key", "join.token", "server.json"}) {
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(run(name))))
            .as(name)
            .isEqualTo("rw-------");
      }
    }
    assertThat(run("server.json")).doesNotExist();

    // the data is still there, the key is not
    Files.delete(run("admin.key"));
    try (RunningServer server = start()) {
      assertThat(read("admin.key")).isNotEqualTo(key);
      assertThat(read("join.token")).isNotEqualTo(joinToken);
      server.anonymous().as(key).get("/api/v1/jobs").problem(401, "UNAUTHENTICATED");
      server.anonymous().as(read("admin.key")).get("/api/v1/jobs").expect(200);
      server
          .anonymous()
          .as(joinToken)
          .post("/internal/v1/nodes:join", "{}")
          .problem(422, "VALIDATION_FAILED");
    }
  }

  private RunningServer start() {
    return RunningServer.start("stoker.home=" + home);
  }

  private Path run(String file) {
    return home.resolve("run").resolve(file);
  }

  private String read(String file) throws IOException {
    return Files.readString(run(file)).strip();
  }
}
