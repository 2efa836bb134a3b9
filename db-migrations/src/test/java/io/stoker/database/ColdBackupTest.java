package io.stoker.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ColdBackupTest {
  private static final Path BINARIES = Path.of("target", "postgres-binaries");
  private static final List<Path> BESIDE = List.of(Path.of("run/admin.key"), Path.of("run/none"));

  private final Path home;
  private final Path other;
  private final Path archive;

  ColdBackupTest(@TempDir Path directory) {
    home = directory.resolve("home");
    other = directory.resolve("other");
    archive = directory.resolve("backup.tar.gz");
  }

  @AfterEach
  void stopWhatRuns() {
    EmbeddedPostgres.stop(home.resolve("postgres"));
    EmbeddedPostgres.stop(other.resolve("postgres"));
  }

  @Test
  void whatWasThereIsThereAgainWithItsKeysAndOnlyWhileNothingRuns() throws Exception {
    Files.createDirectories(home.resolve("run"));
    Files.writeString(home.resolve("run/admin.key"), "the key");
    try (EmbeddedPostgres postgres = start(home)) {
      execute(postgres, "create table kept as select 42 as answer");
      assertThatThrownBy(this::write).hasMessageContaining("in use by process");
    }
    assertThatThrownBy(this::write).hasMessageContaining("runs. Stop it first");
    assertThat(archive).doesNotExist();
    EmbeddedPostgres.stop(home.resolve("postgres"));
    write();
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(archive)))
        .isEqualTo("rw-------");
    assertThatThrownBy(this::write).hasMessageContaining("exists already");

    ColdRestore.read(archive, other, BESIDE);
    assertThat(other.resolve("run/admin.key")).hasContent("the key");
    try (EmbeddedPostgres restored = start(other)) {
      assertThat(query(restored, "select answer from kept")).isEqualTo("42");
    }
    assertThatThrownBy(() -> ColdRestore.read(archive, other, BESIDE))
        .hasMessageContaining("Move it away first");
    EmbeddedPostgres.stop(other.resolve("postgres"));

    aHalfArchiveChangesNothing();
  }

  private void aHalfArchiveChangesNothing() throws IOException {
    Path fresh = home.resolveSibling("fresh");
    byte[] whole = Files.readAllBytes(archive);
    Path half = archive.resolveSibling("half.tar.gz");
    Files.write(half, Arrays.copyOf(whole, whole.length / 2));
    assertThatThrownBy(() -> ColdRestore.read(half, fresh, BESIDE))
        .isInstanceOf(DatabaseException.class)
        .hasMessageContaining("nothing was changed");
    try (Stream<Path> left = Files.list(fresh)) {
      assertThat(left).isEmpty();
    }
  }

  @Test
  void anArchiveWithoutItsEndIsNotWhole() throws IOException {
    try (var tar =
        new TarArchiveOutputStream(new GZIPOutputStream(Files.newOutputStream(archive)))) {
      byte[] major = PostgresBinaries.MAJOR.getBytes(StandardCharsets.US_ASCII);
      var entry = new TarArchiveEntry("postgres/data/PG_VERSION");
      entry.setSize(major.length);
      tar.putArchiveEntry(entry);
      tar.write(major);
      tar.closeArchiveEntry();
    }
    assertThatThrownBy(() -> ColdRestore.read(archive, other, BESIDE))
        .hasMessageContaining("not a whole backup");
    assertThat(other.resolve("postgres")).doesNotExist();
  }

  @Test
  void aHomeWithoutADatabaseIsSaid() {
    assertThatThrownBy(this::write).hasMessageContaining("has no embedded PostgreSQL");
  }

  @Test
  void somethingElseIsNoBackup() throws IOException {
    Files.writeString(archive, "no archive");
    assertThatThrownBy(() -> ColdRestore.read(archive, other, BESIDE))
        .hasMessageContaining("cannot be restored");
    assertThat(other.resolve("postgres")).doesNotExist();
  }

  private void write() {
    ColdBackup.write(home, BESIDE, archive);
  }

  private static EmbeddedPostgres start(Path home) {
    return EmbeddedPostgres.start(home.resolve("postgres"), 0, BINARIES);
  }

  private static void execute(EmbeddedPostgres postgres, String sql) throws SQLException {
    try (Connection connection = connect(postgres);
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private static String query(EmbeddedPostgres postgres, String sql) throws SQLException {
    try (Connection connection = connect(postgres);
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      rows.next();
      return rows.getString(1);
    }
  }

  private static Connection connect(EmbeddedPostgres postgres) throws SQLException {
    return DriverManager.getConnection(postgres.url(), postgres.username(), postgres.password());
  }
}
