package io.stoker.contract.ui;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.ConnectException;
import java.net.HttpURLConnection;
import java.net.Proxy;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * One GET or HEAD, a step nearer to where the pages are. Unlike those of {@code java.net.http} its
 * time limits hold for the body too: one for the header, one for each wait, one for all together.
 */
public final class UiRead implements AutoCloseable {
  private static final Duration CONNECT = Duration.ofSeconds(3);

  /** A page comes in less; an event log of gigabytes may take as long. */
  private static final Duration WHOLE = Duration.ofMinutes(10);

  private static final int CHUNK = 16 * 1024;

  /** Cuts connections, when a header comes by single bytes: each would be waited for anew. */
  private static final ScheduledExecutorService ALARMS = alarms();

  private final HttpURLConnection connection;
  private final int status;
  private final long deadline = System.nanoTime() + WHOLE.toNanos();
  private boolean whole;

  private UiRead(HttpURLConnection connection, int status) {
    this.connection = connection;
    this.status = status;
  }

  /**
   * Asks, and waits for the answer's status. Redirects are not followed.
   *
   * @param wait for the status, and between two pieces of the body
   * @throws ConnectException when nobody listens, or what is sent there is lost
   * @throws SocketTimeoutException when nobody answers in time
   */
  public static UiRead of(String method, URI uri, Map<String, String> headers, Duration wait)
      throws IOException {
    HttpURLConnection connection = (HttpURLConnection) uri.toURL().openConnection(Proxy.NO_PROXY);
    connection.setConnectTimeout((int) CONNECT.toMillis());
    connection.setReadTimeout((int) wait.toMillis());
    connection.setInstanceFollowRedirects(false);
    connection.setUseCaches(false);
    connection.setRequestMethod(method);
    headers.forEach(connection::setRequestProperty);
    connect(connection);
    return new UiRead(connection, status(connection, wait));
  }

  /** As slow as an answer that does not come, but nobody is there: a firewall may be. */
  private static void connect(HttpURLConnection connection) throws IOException {
    try {
      connection.connect();
    } catch (SocketTimeoutException e) {
      throw new ConnectException("No connection within %d s".formatted(CONNECT.toSeconds()));
    }
  }

  private static int status(HttpURLConnection connection, Duration wait) throws IOException {
    AtomicBoolean late = new AtomicBoolean();
    Future<?> alarm =
        ALARMS.schedule(
            () -> {
              late.set(true);
              connection.disconnect();
            },
            wait.toMillis(),
            TimeUnit.MILLISECONDS);
    try {
      int status = connection.getResponseCode();
      if (!late.get()) {
        return status;
      }
    } catch (IOException e) {
      if (!late.get()) {
        throw e;
      }
    } finally {
      alarm.cancel(false);
    }
    throw new SocketTimeoutException("The answer had not begun after " + wait);
  }

  private static ScheduledExecutorService alarms() {
    ScheduledThreadPoolExecutor alarms =
        new ScheduledThreadPoolExecutor(
            1,
            task -> {
              Thread thread = new Thread(task, "ui-read-alarms");
              thread.setDaemon(true);
              return thread;
            });
    alarms.setRemoveOnCancelPolicy(true);
    return alarms;
  }

  public int status() {
    return status;
  }

  public @Nullable String header(String name) {
    return connection.getHeaderField(name);
  }

  /**
   * Hands the body on as it comes.
   *
   * @throws IOException when it is not whole, of which a part may have been handed on
   */
  public void copyTo(OutputStream out) throws IOException {
    long expected = connection.getContentLengthLong();
    long passed = 0;
    try (InputStream body = body()) {
      byte[] chunk = new byte[CHUNK];
      for (int read = body.read(chunk); read >= 0; read = body.read(chunk)) {
        out.write(chunk, 0, read);
        passed += read;
        if (System.nanoTime() - deadline > 0) {
          throw new SocketTimeoutException("The answer was not whole after " + WHOLE);
        }
      }
    }
    if (expected >= 0 && passed < expected) {
      throw new EOFException("%d bytes of %d came".formatted(passed, expected));
    }
    whole = true;
  }

  private InputStream body() throws IOException {
    InputStream body =
        status < HttpURLConnection.HTTP_BAD_REQUEST
            ? connection.getInputStream()
            : connection.getErrorStream();
    return body == null ? InputStream.nullInputStream() : body;
  }

  /** A connection of which nothing is left to read is kept for the next. */
  @Override
  public void close() {
    if (!whole) {
      connection.disconnect();
    }
  }
}
