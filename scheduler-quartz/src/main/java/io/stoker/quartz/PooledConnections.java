package io.stoker.quartz;

import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.quartz.utils.ConnectionProvider;

/** Lets Quartz use the server's own connections. */
final class PooledConnections implements ConnectionProvider {
  private final DataSource dataSource;

  PooledConnections(DataSource dataSource) {
    this.dataSource = dataSource;
  }

  @Override
  public Connection getConnection() throws SQLException {
    return dataSource.getConnection();
  }

  /** The pool belongs to the server. */
  @Override
  public void shutdown() {}

  @Override
  public void initialize() {}
}
