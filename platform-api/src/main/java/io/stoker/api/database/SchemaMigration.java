package io.stoker.api.database;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.Properties;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.MigrationInfo;
import org.flywaydb.core.api.MigrationState;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.flyway.autoconfigure.FlywayMigrationStrategy;
import org.springframework.stereotype.Component;

/**
 * Brings the schema up to date when the server starts, after everything that could keep it from
 * that has been looked at: nothing is changed in a database that cannot be used.
 */
@Component
class SchemaMigration implements FlywayMigrationStrategy {
  private static final Logger log = LoggerFactory.getLogger(SchemaMigration.class);
  private static final int OLDEST_MAJOR = 15;
  private static final Duration BETWEEN_TRIES = Duration.ofSeconds(2);
  private static final String CONNECT_SECONDS = "10";

  private final Database database;

  SchemaMigration(Database database) {
    this.database = database;
  }

  @Override
  public void migrate(Flyway flyway) {
    try (Connection connection = connectPatiently();
        Statement statement = connection.createStatement()) {
      requireVersion(connection);
      requireKnownSchema(flyway);
      if (flyway.info().pending().length > 0) {
        requireRights(statement);
      }
    } catch (SQLException e) {
      throw ConnectionProblems.explain(database.getJdbcUrl(), database.getUsername(), e);
    }
    flyway.migrate();
  }

  /** A server that cannot be reached may come yet; one that refuses us will go on refusing. */
  private Connection connectPatiently() throws SQLException {
    long begin = System.nanoTime();
    while (true) {
      try {
        return connect();
      } catch (SQLException e) {
        boolean late = System.nanoTime() - begin > database.connectWithin().toNanos();
        if (late || !ConnectionProblems.mayPass(e)) {
          throw e;
        }
        log.warn("PostgreSQL does not answer yet, trying again: {}", e.getMessage());
        pause();
      }
    }
  }

  private static void pause() {
    try {
      Thread.sleep(BETWEEN_TRIES.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted while waiting for PostgreSQL", e);
    }
  }

  private Connection connect() throws SQLException {
    var properties = new Properties();
    properties.setProperty("user", database.getUsername());
    properties.setProperty("password", database.getPassword());
    properties.setProperty("connectTimeout", CONNECT_SECONDS);
    properties.setProperty("socketTimeout", CONNECT_SECONDS);
    return DriverManager.getConnection(database.getJdbcUrl(), properties);
  }

  private static void requireVersion(Connection connection) throws SQLException {
    int major = connection.getMetaData().getDatabaseMajorVersion();
    if (major < OLDEST_MAJOR) {
      throw new UnusableDatabaseException(
          "The database is PostgreSQL %s; Stoker needs %d or newer."
              .formatted(connection.getMetaData().getDatabaseProductVersion(), OLDEST_MAJOR),
          "Upgrade that server, name another one with stoker.database.url, or leave the setting out:"
              + " Stoker then runs a PostgreSQL of its own.");
    }
  }

  private static void requireKnownSchema(Flyway flyway) {
    Optional<MigrationInfo> newest =
        Arrays.stream(flyway.info().applied())
            .filter(
                migration ->
                    migration.getState() == MigrationState.FUTURE_SUCCESS
                        || migration.getState() == MigrationState.FUTURE_FAILED)
            .reduce((first, second) -> second);
    if (newest.isPresent()) {
      throw new UnusableDatabaseException(
          "A newer Stoker has changed this database (schema version %s), and this one would misread it."
              .formatted(newest.get().getVersion()),
          "Start that newer Stoker, or restore the backup that was made before its first start.");
    }
  }

  private static void requireRights(Statement statement) throws SQLException {
    try (ResultSet rows =
        statement.executeQuery(
            """
            select current_user, current_database(), coalesce(current_schema(), ''),
                   coalesce(has_schema_privilege(current_schema(), 'create'), false)
            """)) {
      rows.next();
      if (!rows.getBoolean(4)) {
        throw new UnusableDatabaseException(
            "The role %s may not create tables in the database %s (schema %s)."
                .formatted(rows.getString(1), rows.getString(2), rows.getString(3)),
            "Let it own its database, as a superuser: alter database %s owner to %s;"
                .formatted(rows.getString(2), rows.getString(1)));
      }
    }
  }
}
