package io.stoker.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MigrationTest {
  private static final String CALLBACK = "/db/migration/beforeMigrate.sql";

  /** RFC 9562: version 7, and the variant of that document. */
  private static final String UUID_V7 =
      "[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}";

  @ParameterizedTest
  @ValueSource(ints = {15, 18})
  void idsAreVersion7OfTheMomentTheyAreMadeAndGrowInASession(int major) throws SQLException {
    List<UUID> ids = new ArrayList<>();
    Instant before = Instant.now();
    try (Connection connection = TestDatabase.create(major).dataSource().getConnection();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("select uuidv7() from generate_series(1, 20000)")) {
      while (rows.next()) {
        ids.add(rows.getObject(1, UUID.class));
      }
    }
    Instant after = Instant.now();

    assertThat(ids).extracting(UUID::toString).allMatch(id -> id.matches(UUID_V7));
    // as PostgreSQL and text compare them, not as UUID.compareTo does
    assertThat(ids.stream().map(UUID::toString).toList()).doesNotHaveDuplicates().isSorted();
    assertThat(ids.stream().map(id -> Instant.ofEpochMilli(id.getMostSignificantBits() >>> 16)))
        .allMatch(at -> !at.isBefore(before.minusMillis(1)) && !at.isAfter(after.plusMillis(1)));
    assertThat(ids.stream().map(UUID::getLeastSignificantBits)).doesNotHaveDuplicates();
  }

  @Test
  void aClockThatIsSetBackMakesNoSmallerIds() throws SQLException {
    try (Connection connection = TestDatabase.create(15).dataSource().getConnection();
        Statement statement = connection.createStatement()) {
      // as if an id had been made in the year 2100, before the clock was put right
      statement.execute("select set_config('stoker.last_uuidv7', '4102444800000000', false)");
      String first = text(statement, "select uuidv7()");
      String second = text(statement, "select uuidv7()");
      assertThat(first).startsWith("03bb2cc3-d800-7");
      assertThat(second).isGreaterThan(first);
    }
  }

  @Test
  void serversThatStartTogetherOnAnOlderPostgresqlWaitForEachOther() throws Exception {
    TestDatabase database = TestDatabase.empty(15);
    try (Connection first = database.dataSource().getConnection();
        Statement statement = first.createStatement()) {
      first.setAutoCommit(false);
      statement.execute(callback());
      CompletableFuture<Boolean> second =
          CompletableFuture.supplyAsync(
              () -> Flyway.configure().dataSource(database.dataSource()).load().migrate().success);
      await()
          .atMost(Duration.ofSeconds(60))
          .until(
              () ->
                  text(
                          statement,
                          """
                          select count(*) from pg_locks
                          where locktype = 'advisory' and not granted
                            and database = (select oid from pg_database where datname = current_database())
                          """)
                      .equals("1"));
      assertThat(second).isNotDone();
      first.commit();
      assertThat(second.get(60, TimeUnit.SECONDS)).isTrue();
    }
  }

  @Test
  void aFreshDatabaseIsMigratedAndSharesNothingWithOthers() throws SQLException {
    try (Connection first = TestDatabase.fresh().getConnection();
        Connection second = TestDatabase.fresh().getConnection();
        Statement one = first.createStatement();
        Statement two = second.createStatement()) {
      one.execute("insert into job (name, revision) values ('a', 1)");
      assertThat(count(one)).isEqualTo(1);
      assertThat(count(two)).isZero();
    }
  }

  @Test
  void aRevisionCannotBeChangedOrDeleted() throws SQLException {
    try (Connection connection = TestDatabase.fresh().getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(
          """
          with j as (insert into job (name, revision) values ('a', 1) returning id)
          insert into job_revision (job_id, number, spec, created_by)
          select id, 1, '{}', 'someone' from j
          """);
      assertThatThrownBy(() -> statement.execute("update job_revision set spec = '[]'"))
          .hasMessageContaining("job_revision is immutable");
      assertThatThrownBy(() -> statement.execute("delete from job_revision"))
          .hasMessageContaining("job_revision is immutable");
    }
  }

  private static String callback() throws IOException {
    try (InputStream in = MigrationTest.class.getResourceAsStream(CALLBACK)) {
      return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private static String text(Statement statement, String sql) throws SQLException {
    try (ResultSet rows = statement.executeQuery(sql)) {
      rows.next();
      return rows.getString(1);
    }
  }

  private static int count(Statement statement) throws SQLException {
    try (ResultSet rows = statement.executeQuery("select count(*) from job")) {
      rows.next();
      return rows.getInt(1);
    }
  }
}
