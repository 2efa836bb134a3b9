package io.stoker.api;

import io.stoker.database.TestDatabase;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.TestInstance;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/** A whole server over real HTTP and a real database; one for all tests that extend this. */
@SpringBootTest(
    classes = StokerServer.class,
    webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
public abstract class PlatformTest {
  protected static final Path HOME = temporary();
  private static final TestDatabase DATABASE = TestDatabase.create();

  @LocalServerPort private int port;
  @Autowired private JdbcClient jdbc;

  @DynamicPropertySource
  static void properties(DynamicPropertyRegistry registry) {
    registry.add("stoker.home", HOME::toString);
    registry.add("stoker.database.url", DATABASE::url);
    registry.add("stoker.database.username", DATABASE::username);
    registry.add("stoker.database.password", DATABASE::password);
  }

  /** They would be counted as the next test's capacity, and get its runs. */
  @AfterAll
  protected void removeNodes() {
    jdbc.sql(
            """
            update node set state = 'REMOVED', removed_at = clock_timestamp()
            where state <> 'REMOVED'
            """)
        .update();
  }

  /** Calls as the admin. */
  protected Http http() {
    return anonymous().as(secret("admin.key"));
  }

  protected Http anonymous() {
    return new Http(port, null);
  }

  protected int port() {
    return port;
  }

  protected JdbcClient jdbc() {
    return jdbc;
  }

  /** What stands in one of the files of the run directory. */
  protected static String secret(String file) {
    try {
      return Files.readString(HOME.resolve("run").resolve(file)).strip();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Path temporary() {
    try {
      return Files.createTempDirectory("stoker-home-");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
