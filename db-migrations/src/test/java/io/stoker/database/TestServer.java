package io.stoker.database;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A PostgreSQL server as a team would run one of its own, of a version that it chose. It goes away
 * with this JVM.
 */
public final class TestServer {
  private static final Map<Integer, TestServer> SHARED = new ConcurrentHashMap<>();
  private static final String PASSWORD = "of-a-test-only";
  private static final Duration START = Duration.ofMinutes(2);

  private final PostgresBinaries binaries;
  private final Path directory;
  private final int port;
  private final Process process;

  private TestServer(int major) throws IOException {
    directory = Files.createTempDirectory("stoker-postgres-%d-".formatted(major)).toRealPath();
    binaries =
        PostgresBinaries.unpackInto(
            Path.of("target", "postgres-binaries").toAbsolutePath(), packed(major));
    port = PortHolder.anyFree(InetAddress.getLoopbackAddress());
    initialise();
    process = Command.unprivileged(command()).detach(directory.resolve("log"));
    Runtime.getRuntime().addShutdownHook(new Thread(this::remove));
    if (!Patience.until(() -> answers() || !process.isAlive(), START) || !process.isAlive()) {
      throw new IllegalStateException(
          "PostgreSQL %d did not start: %s"
              .formatted(major, Files.readString(directory.resolve("log"))));
    }
  }

  /**
   * The one of a version, started by the first caller.
   *
   * @param major 14, 15 or 18
   */
  public static TestServer ofMajor(int major) {
    return SHARED.computeIfAbsent(
        major,
        version -> {
          try {
            return new TestServer(version);
          } catch (IOException e) {
            throw new IllegalStateException("No PostgreSQL %d for tests".formatted(version), e);
          }
        });
  }

  /** JDBC address of one of its databases. */
  public String url(String database) {
    return "jdbc:postgresql://127.0.0.1:%d/%s".formatted(port, database);
  }

  /** Of the superuser {@code postgres}. */
  public String password() {
    return PASSWORD;
  }

  /** Runs statements as the superuser, in the database {@code postgres}. */
  public void execute(String... statements) {
    executeIn("postgres", statements);
  }

  /** Runs statements as the superuser in one of the databases. */
  void executeIn(String database, String... statements) {
    try (Connection connection = DriverManager.getConnection(url(database), "postgres", PASSWORD);
        Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    } catch (SQLException e) {
      throw new IllegalStateException("Cannot execute " + List.of(statements), e);
    }
  }

  private static String packed(int major) {
    String file = "/postgres-linux-x86_64.txz";
    return Integer.toString(major).equals(PostgresBinaries.MAJOR)
        ? file
        : "/postgres-" + major + file;
  }

  private void initialise() throws IOException {
    Path secret = directory.resolve("secret");
    PostgresLayout.writeSecret(secret, PASSWORD);
    Command.unprivileged(
            List.of(
                binaries.program("initdb").toString(),
                "--pgdata=" + data(),
                "--username=postgres",
                "--pwfile=" + secret,
                "--auth=scram-sha-256",
                "--encoding=UTF8",
                "--locale=C"))
        .run("");
  }

  /**
   * Without fsync: no test here outlives the machine, and a database for each test is copied, and
   * later deleted, several times faster than when all of it has to reach the disk.
   */
  private List<String> command() {
    return List.of(
        binaries.program("postgres").toString(),
        "-D",
        data().toString(),
        "-c",
        "listen_addresses=127.0.0.1",
        "-c",
        "port=" + port,
        "-c",
        "unix_socket_directories=",
        "-c",
        "fsync=off",
        "-c",
        "max_connections=200");
  }

  private Path data() {
    return directory.resolve("data");
  }

  private boolean answers() {
    try (Connection connection =
        DriverManager.getConnection(url("postgres"), "postgres", PASSWORD)) {
      return connection.isValid(5);
    } catch (SQLException e) {
      return false;
    }
  }

  /**
   * At once: a fast stop would write out dozens of databases that nobody wants any more. Deleting
   * their files takes longer than a test's JVM is given to end, so that is left to a process.
   */
  private void remove() {
    Command.signal(process.pid(), "QUIT").run("");
    Patience.until(() -> !process.isAlive(), Duration.ofSeconds(10));
    try {
      new ProcessBuilder("setsid", "rm", "-rf", directory.toString()).start();
    } catch (IOException e) {
      throw new IllegalStateException("Cannot delete " + directory, e);
    }
  }
}
