package io.stoker.api.database;

import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.datasource.DelegatingDataSource;

/**
 * Lets nobody queue for a database that is away. The first callers of an outage wait as long as the
 * pool does; from then on a single thread asks for all, and everybody else hears at once that there
 * is no database, instead of holding a thread of the web server for seconds.
 */
final class OutageGate extends DelegatingDataSource {
  private static final Logger log = LoggerFactory.getLogger(OutageGate.class);
  private static final Duration ASK_AGAIN = Duration.ofMillis(250);
  private static final int SECONDS_TO_ANSWER = 2;

  private final HikariDataSource pool;
  private boolean away;

  OutageGate(HikariDataSource pool) {
    super(pool);
    this.pool = pool;
  }

  @Override
  public Connection getConnection() throws SQLException {
    if (isAway()) {
      throw new SQLTransientConnectionException("The database has been away and still is");
    }
    try {
      return pool.getConnection();
    } catch (SQLTransientConnectionException e) {
      close(e);
      throw e;
    }
  }

  private synchronized boolean isAway() {
    return away;
  }

  /** A pool that was only busy opens it again at once. */
  private synchronized void close(SQLException why) {
    if (!away) {
      away = true;
      log.warn("The database is away: {}", why.getMessage());
      Thread asking = new Thread(this::open, "database-outage");
      asking.setDaemon(true);
      asking.start();
    }
  }

  private void open() {
    try {
      while (!answers()) {
        Thread.sleep(ASK_AGAIN.toMillis());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    synchronized (this) {
      away = false;
    }
  }

  /** A pool that is closed has nothing to wait for. */
  private boolean answers() {
    if (pool.isClosed()) {
      return true;
    }
    try (Connection connection = pool.getConnection()) {
      boolean back = connection.isValid(SECONDS_TO_ANSWER);
      if (back) {
        log.info("The database is back");
      }
      return back;
    } catch (SQLException e) {
      return false;
    }
  }
}
