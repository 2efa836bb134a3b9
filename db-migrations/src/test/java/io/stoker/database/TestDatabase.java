package io.stoker.database;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * An empty, migrated database for one test. All of them live in one real PostgreSQL server per JVM,
 * which goes away with it.
 *
 * @param url JDBC address
 */
public record TestDatabase(String url, String username, String password) {
  private static final AtomicInteger NUMBER = new AtomicInteger();

  /** A new one, copied from a template that was migrated once. */
  public static TestDatabase create() {
    String name = "test_" + NUMBER.incrementAndGet();
    Server.INSTANCE.createDatabase(name, "migrated");
    return Server.INSTANCE.database(name);
  }

  /** A new one as a data source without a pool. */
  public static DataSource fresh() {
    return create().dataSource();
  }

  /** Opens a new connection at each call. */
  public DataSource dataSource() {
    var source = new PGSimpleDataSource();
    source.setUrl(url);
    source.setUser(username);
    source.setPassword(password);
    return source;
  }

  /** The server, started by the first caller. */
  private static final class Server {
    static final Server INSTANCE = new Server();

    private final EmbeddedPostgres postgres;

    private Server() {
      try {
        Path directory = Files.createTempDirectory("stoker-postgres-");
        postgres = EmbeddedPostgres.start(directory, 0, Path.of("target", "postgres-binaries"));
        Runtime.getRuntime().addShutdownHook(new Thread(() -> remove(directory)));
      } catch (IOException e) {
        throw new IllegalStateException("No PostgreSQL for tests", e);
      }
      createDatabase("migrated", "template1");
      TestDatabase template = database("migrated");
      Flyway.configure()
          .dataSource(template.url, template.username, template.password)
          .load()
          .migrate();
    }

    private void remove(Path directory) {
      // at once: a fast stop would write out dozens of databases that nobody wants any more
      Command.signal(postgres.pid(), "QUIT").run("");
      postgres.stop();
      try {
        Disk.deleteTree(directory);
      } catch (IOException e) {
        throw new IllegalStateException("Cannot delete " + directory, e);
      }
    }

    TestDatabase database(String name) {
      return new TestDatabase(address(name), postgres.username(), postgres.password());
    }

    private String address(String name) {
      return "jdbc:postgresql://127.0.0.1:%d/%s".formatted(postgres.port(), name);
    }

    void createDatabase(String name, String template) {
      try (Connection connection =
              DriverManager.getConnection(
                  address("postgres"), "postgres", postgres.superuserPassword());
          Statement statement = connection.createStatement()) {
        statement.execute("create database %s owner stoker template %s".formatted(name, template));
      } catch (SQLException e) {
        throw new IllegalStateException("Cannot create database " + name, e);
      }
    }
  }
}
