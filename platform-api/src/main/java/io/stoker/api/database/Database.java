package io.stoker.api.database;

import io.stoker.api.StokerProperties;
import io.stoker.database.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.stereotype.Component;

/**
 * Where the data is: the PostgreSQL of the settings, or one of our own below home. Our own outlives
 * the server, since running jobs go on too, and is started again when it dies.
 */
@Component
class Database implements JdbcConnectionDetails, AutoCloseable {
  private static final String SCHEME = "jdbc:postgresql:";

  private final StokerProperties.Database settings;
  private final String password;
  private final @Nullable EmbeddedPostgres embedded;

  Database(StokerProperties properties) {
    this.settings = properties.database();
    requireAddress(settings);
    this.password = password(settings);
    this.embedded =
        settings.embedded()
            ? EmbeddedPostgres.start(properties.home().resolve("postgres"), 0)
            : null;
  }

  @Override
  public String getJdbcUrl() {
    return embedded == null ? settings.url() : embedded.url();
  }

  @Override
  public String getUsername() {
    return embedded == null ? settings.username() : embedded.username();
  }

  @Override
  public String getPassword() {
    return embedded == null ? password : embedded.password();
  }

  /** How long to try to reach it when the server starts. */
  Duration connectWithin() {
    return settings.connectWithin();
  }

  void keepRunning() {
    if (embedded != null) {
      embedded.ensureRunning();
    }
  }

  @Override
  public void close() {
    if (embedded != null) {
      embedded.close();
    }
  }

  private static void requireAddress(StokerProperties.Database settings) {
    if (!settings.embedded() && !settings.url().startsWith(SCHEME)) {
      throw new UnusableDatabaseException(
          "stoker.database.url is no address of a PostgreSQL: " + settings.url(),
          "Write it as jdbc:postgresql://db.example.org:5432/stoker.");
    }
  }

  private static String password(StokerProperties.Database settings) {
    Path file = settings.passwordFile();
    if (file == null) {
      return settings.password();
    }
    if (!settings.password().isEmpty()) {
      throw new UnusableDatabaseException(
          "stoker.database.password and stoker.database.password-file are both set.",
          "Leave one of them out.");
    }
    try {
      return Files.readString(file).strip();
    } catch (IOException e) {
      throw new UnusableDatabaseException(
          "The file of stoker.database.password-file cannot be read: " + e,
          "Write the password into it, and let the user that runs the server read it.");
    }
  }
}
