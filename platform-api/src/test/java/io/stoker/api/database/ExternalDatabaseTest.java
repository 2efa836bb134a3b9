package io.stoker.api.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stoker.api.RunningServer;
import io.stoker.api.StokerProperties;
import io.stoker.database.TestDatabase;
import io.stoker.database.TestServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import org.flywaydb.core.Flyway;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** A PostgreSQL of the team's own: what it needs, and what is said when something is missing. */
class ExternalDatabaseTest {
  @TempDir private Path home = Path.of("");

  @Test
  void theOldestVersionIsMigratedAndServed() throws Exception {
    TestDatabase database = TestDatabase.empty(15);
    Path password = Files.writeString(home.resolve("password"), database.password() + "\n");

    try (RunningServer server =
        RunningServer.start(
            "stoker.home=" + home,
            "stoker.database.url=" + database.url(),
            "stoker.database.username=" + database.username(),
            "stoker.database.password-file=" + password)) {
      server.anonymous().get("/actuator/health").expect(200);
    }
    assertThat(home.resolve("postgres")).doesNotExist();
    assertThat(number(database, "select count(*) from api_key")).isEqualTo(1);
  }

  @Test
  void aServerThatCannotUseItsDatabaseDoesNotStart() {
    TestDatabase right = TestDatabase.create();
    var failure = new AtomicReference<Throwable>();
    assertThatThrownBy(
            () ->
                RunningServer.start(
                        "stoker.home=" + home,
                        "stoker.database.url=" + right.url(),
                        "stoker.database.password=guess")
                    .close())
        .satisfies(failure::set);
    assertThat(explanation(Objects.requireNonNull(failure.get())))
        .contains("refuses the password of the role stoker", ".password-file")
        .doesNotContain("guess");
  }

  @Test
  void anUnreachableServerIsNamed() throws IOException {
    String url = "jdbc:postgresql://127.0.0.1:%d/stoker".formatted(closedPort());
    assertThat(problem(new TestDatabase(url, "stoker", "x")))
        .contains(url, "refused", "stoker.database.url");
  }

  @Test
  void anAddressOfSomethingElseIsNamed() {
    assertThat(problem(new TestDatabase("jdbc:mysql://db/stoker", "stoker", "x")))
        .contains("jdbc:mysql://db/stoker", "jdbc:postgresql://db.example.org:5432/stoker");
  }

  @Test
  void aMissingPasswordIsSaid() {
    TestDatabase right = TestDatabase.create();
    assertThat(problem(new TestDatabase(right.url(), right.username(), "")))
        .contains("does not let the role stoker in", ".password-file");
  }

  @Test
  void aMissingDatabaseIsSaid() {
    TestDatabase right = TestDatabase.create();
    String url = TestServer.ofMajor(18).url("nowhere");
    assertThat(problem(new TestDatabase(url, right.username(), right.password())))
        .contains("\"nowhere\" does not exist", "create database");
  }

  @Test
  void aRoleThatMayNotCreateTablesIsSaidAndNothingIsMade() throws SQLException {
    TestServer server = TestServer.ofMajor(18);
    TestDatabase owned = TestDatabase.empty(18);
    server.execute("create role guest login password '%s'".formatted(server.password()));
    assertThat(problem(new TestDatabase(owned.url(), "guest", server.password())))
        .contains("The role guest may not create tables", "alter database", "owner to guest");
    assertThat(number(owned, "select count(*) from pg_tables where schemaname = 'public'"))
        .isZero();
  }

  @Test
  void anOlderVersionIsRefusedAndNothingIsMade() throws SQLException {
    TestServer server = TestServer.ofMajor(14);
    server.execute("create database old");
    TestDatabase old = new TestDatabase(server.url("old"), "postgres", server.password());
    assertThat(problem(old)).contains("The database is PostgreSQL 14.", "needs 15 or newer");
    assertThat(number(old, "select count(*) from pg_tables where schemaname = 'public'")).isZero();
  }

  @Test
  void aDatabaseOfANewerStokerIsRefused() throws SQLException {
    TestDatabase database = TestDatabase.create();
    try (Connection connection = database.dataSource().getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(
          """
          insert into flyway_schema_history
            (installed_rank, version, description, type, script, checksum, installed_by,
             execution_time, success)
          values (1000, '1000', 'future', 'SQL', 'V1000__future.sql', 1, 'stoker', 1, true)
          """);
    }
    assertThat(problem(database)).contains("A newer Stoker", "schema version 1000", "backup");
  }

  @Test
  void aPasswordFileThatIsMissingIsNamed() {
    Path file = home.resolve("none");
    TestDatabase right = TestDatabase.create();
    assertThat(problem(new TestDatabase(right.url(), right.username(), ""), "", file))
        .contains(file.toString());
  }

  private String problem(TestDatabase database) {
    return problem(database, database.password(), null);
  }

  /** What whoever starts a server with this database gets to read. */
  private String problem(TestDatabase database, String password, @Nullable Path passwordFile) {
    var settings =
        new StokerProperties.Database(
            database.url(), database.username(), password, passwordFile, Duration.ZERO);
    var failure = new AtomicReference<Throwable>();
    assertThatThrownBy(
            () ->
                new SchemaMigration(
                        new Database(
                            new StokerProperties(home, null, settings, null, false, false)))
                    .migrate(flyway(database)))
        .satisfies(failure::set);
    return explanation(Objects.requireNonNull(failure.get()));
  }

  private static Flyway flyway(TestDatabase database) {
    return Flyway.configure()
        .dataSource(database.url(), database.username(), database.password())
        .load();
  }

  private static String explanation(Throwable failure) {
    FailureAnalysis analysis = new UnusableDatabaseFailureAnalyzer().analyze(failure);
    assertThat(analysis).as("%s", failure).isNotNull();
    return analysis.getDescription() + "\n" + analysis.getAction();
  }

  private static long number(TestDatabase database, String sql) throws SQLException {
    try (Connection connection = database.dataSource().getConnection();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      rows.next();
      return rows.getLong(1);
    }
  }

  private static int closedPort() throws IOException {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
