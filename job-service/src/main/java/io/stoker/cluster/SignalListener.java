package io.stoker.cluster;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Holds one connection that listens for notifications, and connects again when it breaks. */
final class SignalListener {
  static final String CHANNEL = "stoker";

  private static final Logger log = LoggerFactory.getLogger(SignalListener.class);
  private static final int WAIT_MILLIS = 500;

  private final DataSource dataSource;
  private final Consumer<String> heard;
  private final Runnable maybeMissed;
  private @Nullable Thread thread;
  private volatile @Nullable Connection current;
  private boolean listening;
  private CountDownLatch stopped = new CountDownLatch(0);

  /**
   * A listener that is not started yet.
   *
   * @param heard takes the topic of each notification
   * @param maybeMissed called after each connect, since notifications in between are gone
   */
  SignalListener(DataSource dataSource, Consumer<String> heard, Runnable maybeMissed) {
    this.dataSource = dataSource;
    this.heard = heard;
    this.maybeMissed = maybeMissed;
  }

  void start() {
    stopped = new CountDownLatch(1);
    thread = new Thread(this::run, "signals");
    thread.setDaemon(true);
    thread.start();
  }

  /** Breaks the connection off, whose wait for a notification would else have to end first. */
  void stop() {
    stopped.countDown();
    breakOff(current);
    if (thread != null) {
      try {
        thread.join(TimeUnit.SECONDS.toMillis(5));
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private void run() {
    boolean again;
    do {
      again = !listenUntilBroken();
    } while (again);
  }

  /** Returns whether it is stopped; else the connection broke and a second has passed. */
  private boolean listenUntilBroken() {
    try (Connection connection = dataSource.getConnection()) {
      current = connection;
      listen(connection);
      return true;
    } catch (SQLException e) {
      if (listening && stopped.getCount() > 0) {
        log.warn("Not listening for signals, will connect again: {}", e.getMessage());
        listening = false;
      }
      return isStoppedWithinASecond();
    }
  }

  private void listen(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute("listen " + CHANNEL);
      listening = true;
      maybeMissed.run();
      PGConnection postgres = connection.unwrap(PGConnection.class);
      while (stopped.getCount() > 0) {
        for (PGNotification notification : postgres.getNotifications(WAIT_MILLIS)) {
          heard.accept(notification.getParameter());
        }
      }
      statement.execute("unlisten " + CHANNEL);
    } catch (SQLException e) {
      // A pool cannot see this failure behind unwrap: it would lend the broken connection out.
      connection.abort(Runnable::run);
      throw e;
    }
  }

  private static void breakOff(@Nullable Connection connection) {
    try {
      if (connection != null) {
        connection.abort(Runnable::run);
      }
    } catch (SQLException e) {
      log.debug("Cannot break a connection off, it ends by itself: {}", e.getMessage());
    }
  }

  private boolean isStoppedWithinASecond() {
    try {
      return stopped.await(1, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return true;
    }
  }
}
