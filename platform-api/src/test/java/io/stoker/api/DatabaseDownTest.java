package io.stoker.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.stoker.database.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Without its database a server says so, and goes on when it is back. */
class DatabaseDownTest {
  @TempDir private Path directory = Path.of("");

  @Test
  void anOutageIsAnnouncedAndSurvived() throws IOException {
    EmbeddedPostgres database = EmbeddedPostgres.start(directory.resolve("postgres"), 0);
    int port = database.port();
    try (RunningServer server = start(database)) {
      Http http = server.anonymous().as(adminKey());
      http.get("/api/v1/jobs").expect(200);
      assertLocksEnd(server);

      database.stop();
      http.get("/api/v1/jobs").problem(503, "UNAVAILABLE");
      long begin = System.nanoTime();
      for (int i = 0; i < 10; i++) {
        Reply down = http.get("/api/v1/jobs");
        down.problem(503, "UNAVAILABLE");
        assertThat(down.header("Retry-After")).isNotBlank();
        server.anonymous().get("/actuator/health").expect(503);
      }
      assertThat(Duration.ofNanos(System.nanoTime() - begin))
          .as("nobody queues for a database that is known to be away")
          .isLessThan(Duration.ofSeconds(15));
      server.anonymous().get("/api/v1/jobs").problem(401, "UNAUTHENTICATED");

      database = EmbeddedPostgres.start(directory.resolve("postgres"), port);
      Awaitility.await()
          .atMost(Duration.ofMinutes(2))
          .until(() -> http.get("/api/v1/jobs").status() == 200);
    } finally {
      database.stop();
    }
  }

  /** A frozen server must not keep the others from the rows that it has locked. */
  private static void assertLocksEnd(RunningServer server) {
    JdbcClient jdbc = server.context().getBean(JdbcClient.class);
    assertThat(jdbc.sql("show idle_in_transaction_session_timeout").query(String.class).single())
        .isEqualTo("10s");
  }

  private String adminKey() throws IOException {
    return Files.readString(directory.resolve("run/admin.key")).strip();
  }

  private RunningServer start(EmbeddedPostgres database) {
    return RunningServer.start(
        "stoker.home=" + directory,
        "stoker.database.url=" + database.url(),
        "stoker.database.username=" + database.username(),
        "stoker.database.password=" + database.password());
  }
}
