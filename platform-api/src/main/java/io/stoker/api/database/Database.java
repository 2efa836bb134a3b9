package io.stoker.api.database;

import io.stoker.api.StokerProperties;
import io.stoker.database.EmbeddedPostgres;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.stereotype.Component;

/**
 * Where the data is: the PostgreSQL of the settings, or one of our own below home. Our own outlives
 * the server, since running jobs go on too, and is started again when it dies.
 */
@Component
class Database implements JdbcConnectionDetails, AutoCloseable {
  private final StokerProperties.Database settings;
  private final @Nullable EmbeddedPostgres embedded;

  Database(StokerProperties properties) {
    this.settings = properties.database();
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
    return embedded == null ? settings.password() : embedded.password();
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
}
