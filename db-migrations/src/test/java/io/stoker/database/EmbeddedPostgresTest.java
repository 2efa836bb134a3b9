package io.stoker.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedPostgresTest {
  private static final Path BINARIES = Path.of("target", "postgres-binaries");

  private final Path directory;

  EmbeddedPostgresTest(@TempDir Path directory) {
    this.directory = directory;
  }

  @AfterEach
  void stopWhatRuns() {
    EmbeddedPostgres.stop(directory);
  }

  @Test
  void aKilledStarterLeavesItRunningAndTheNextStartAdoptsIt() throws Exception {
    EmbeddedPostgres earlier = start();
    execute(earlier, "create table kept as select 42 as answer");
    earlier.stop();
    Process starter =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                PostgresStarter.class.getName(),
                directory.toString(),
                BINARIES.toString())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    long pid;
    try {
      pid = pidOnceReady(starter);
      assertThatThrownBy(this::start)
          .isInstanceOf(DatabaseException.class)
          .hasMessageContaining("in use by process " + starter.pid() + ".");
      assertThatThrownBy(() -> EmbeddedPostgres.stop(directory))
          .hasMessageContaining("in use by process " + starter.pid() + ".");
    } finally {
      starter.destroyForcibly().waitFor();
    }

    assertThat(EmbeddedPostgres.isRunning(directory)).isTrue();
    try (EmbeddedPostgres adopted = start()) {
      assertThat(adopted.adopted()).isTrue();
      assertThat(adopted.pid()).isEqualTo(pid);
      assertThat(query(adopted, "select answer from kept")).isEqualTo("42");
    }
  }

  @Test
  void dataOutlivesACrashWhosePidFileNamesAStrangersProcess() throws Exception {
    EmbeddedPostgres first = start();
    execute(first, "create table kept as select 42 as answer");
    kill(first.pid());
    first.close();
    await().until(() -> Postmaster.processesOf(data()).isEmpty());
    String stranger = Long.toString(ProcessHandle.current().pid());
    List<String> lines = Files.readAllLines(data().resolve("postmaster.pid"));
    lines.set(0, stranger);
    Files.write(data().resolve("postmaster.pid"), lines);

    try (EmbeddedPostgres second = start()) {
      assertThat(second.adopted()).isFalse();
      assertThat(query(second, "select answer from kept")).isEqualTo("42");
    }
  }

  @Test
  void itRunsSafelyAndForUsAlone() throws Exception {
    try (EmbeddedPostgres postgres = start()) {
      for (String setting : List.of("fsync", "synchronous_commit", "full_page_writes")) {
        assertThat(query(postgres, "show " + setting)).as(setting).isEqualTo("on");
      }
      assertThat(query(postgres, "show listen_addresses")).isEqualTo("127.0.0.1");
      assertThat(query(postgres, "show server_version")).startsWith(PostgresBinaries.MAJOR + ".");
      assertThat(query(postgres, "select uuidv7() is not null")).isEqualTo("t");
      assertThat(query(postgres, "select rolsuper from pg_roles where rolname = current_user"))
          .isEqualTo("f");
      assertThat(
              queryAsSuperuser(
                  postgres, "select string_agg(distinct auth_method, ',') from pg_hba_file_rules"))
          .isEqualTo("scram-sha-256");
      assertThat(queryAsSuperuser(postgres, "show unix_socket_directories")).isEmpty();
      assertThatThrownBy(
              () -> DriverManager.getConnection(postgres.url(), "stoker", "guess").close())
          .isInstanceOf(SQLException.class)
          .hasMessageContaining("password authentication failed");

      assertThat(permissions(data())).isEqualTo("rwx------");
      assertThat(permissions(directory.resolve("password"))).isEqualTo("rw-------");
      assertThat(permissions(directory.resolve("superuser.password"))).isEqualTo("rw-------");
      assertThat(Files.readString(Path.of("/proc", "" + postgres.pid(), "cmdline")))
          .doesNotContain(postgres.password());
    }
  }

  @Test
  void stopEndsItOnceAndAWatchedOneComesBackOnItsPort() throws Exception {
    EmbeddedPostgres postgres = start();
    int port = postgres.port();
    kill(postgres.pid());
    await().until(() -> !EmbeddedPostgres.isRunning(directory));
    postgres.ensureRunning();
    assertThat(postgres.port()).isEqualTo(port);
    assertThat(query(postgres, "select 1")).isEqualTo("1");

    assertThatThrownBy(this::start).hasMessageContaining("(this one)");
    postgres.close();
    assertThat(EmbeddedPostgres.stop(directory)).isTrue();
    assertThat(EmbeddedPostgres.isRunning(directory)).isFalse();
    assertThat(EmbeddedPostgres.stop(directory)).isFalse();
    assertThat(Postmaster.processesOf(data())).isEmpty();
  }

  @Test
  void aPortInUseIsReportedWithItsHolder() throws Exception {
    try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      assertThatThrownBy(
              () -> EmbeddedPostgres.start(directory, taken.getLocalPort(), BINARIES).close())
          .isInstanceOf(DatabaseException.class)
          .hasMessageContaining("port " + taken.getLocalPort())
          .hasMessageContaining("pid " + ProcessHandle.current().pid());
    }
  }

  @Test
  void dataOfAnotherMajorIsLeftAlone() throws Exception {
    Files.createDirectories(data());
    Files.writeString(data().resolve("PG_VERSION"), "17\n");
    assertThatThrownBy(this::start)
        .isInstanceOf(DatabaseException.class)
        .hasMessageContaining("belongs to PostgreSQL 17")
        .hasMessageContaining("Dump it");
    assertThat(data().resolve("PG_VERSION")).content().isEqualTo("17\n");
  }

  @Test
  void anInterruptedInitialisationIsMadeAnew() throws Exception {
    Files.createDirectories(directory.resolve("data.new/base"));
    try (EmbeddedPostgres postgres = start()) {
      assertThat(query(postgres, "select 1")).isEqualTo("1");
    }
    assertThat(directory.resolve("data.new")).doesNotExist();
  }

  @Test
  void anotherMachineIsToldWhatToDo() {
    assertThatThrownBy(() -> PostgresBinaries.requireSupportedMachine("Mac OS X", "aarch64"))
        .hasMessageContaining("Mac OS X-aarch64")
        .hasMessageContaining("stoker.database.url");
  }

  @Test
  void aFullDiskIsFoundBeforeAnythingIsWritten() {
    assertThatThrownBy(() -> Disk.requireFree(directory, Long.MAX_VALUE))
        .hasMessageContaining("MiB free");
  }

  private static long pidOnceReady(Process starter) throws IOException {
    String line = starter.inputReader().readLine();
    assertThat(line).startsWith("ready ");
    return Long.parseLong(line.substring("ready ".length()));
  }

  private EmbeddedPostgres start() {
    return EmbeddedPostgres.start(directory, 0, BINARIES);
  }

  private Path data() throws IOException {
    return directory.toRealPath().resolve("data");
  }

  private static void kill(long pid) {
    Command.signal(pid, "KILL").run("");
    await().atMost(Duration.ofSeconds(30)).until(() -> !Files.exists(Path.of("/proc/" + pid)));
  }

  private static String permissions(Path file) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
  }

  private static void execute(EmbeddedPostgres postgres, String sql) throws SQLException {
    try (Connection connection =
            DriverManager.getConnection(postgres.url(), postgres.username(), postgres.password());
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private static String query(EmbeddedPostgres postgres, String sql) throws SQLException {
    return query(postgres, postgres.username(), postgres.password(), sql);
  }

  private static String queryAsSuperuser(EmbeddedPostgres postgres, String sql)
      throws SQLException {
    return query(postgres, "postgres", postgres.superuserPassword(), sql);
  }

  private static String query(EmbeddedPostgres postgres, String role, String password, String sql)
      throws SQLException {
    try (Connection connection = DriverManager.getConnection(postgres.url(), role, password);
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      rows.next();
      return rows.getString(1);
    }
  }
}
