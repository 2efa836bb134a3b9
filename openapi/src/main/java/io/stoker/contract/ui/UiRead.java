package io.stoker.contract.ui;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.Proxy;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One GET or HEAD, a step nearer to where the pages are. Unlike those of {@code java.net.http} its
 * time limit holds for the body too: for each wait, and for all together.
 */
public final class UiRead implements AutoCloseable {
  private static final Duration CONNECT = Duration.ofSeconds(3);

  /** A page comes in less; an event log of gigabytes may take as long. */
  private static final Duration WHOLE = Duration.ofMinutes(10);

  private static final int CHUNK = 16 * 1024;

  private final HttpURLConnection connection;
  private final long deadline = System.nanoTime() + WHOLE.toNanos();
  private boolean whole;

  private UiRead(HttpURLConnection connection) {
    this.connection = connection;
  }

  /**
   * Asks, and waits for the answer's status. Redirects are not followed.
   *
   * @param wait for the status, and between two pieces of the body
   * @throws java.net.ConnectException when nobody listens
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
    connection.getResponseCode();
    return new UiRead(connection);
  }

  public int status() throws IOException {
    return connection.getResponseCode();
  }

  public @Nullable String header(String name) {
    return connection.getHeaderField(name);
  }

  /** Hands the body on as it comes. */
  public void copyTo(OutputStream out) throws IOException {
    try (InputStream body = body()) {
      byte[] chunk = new byte[CHUNK];
      for (int read = body.read(chunk); read >= 0; read = body.read(chunk)) {
        out.write(chunk, 0, read);
        if (System.nanoTime() - deadline > 0) {
          throw new SocketTimeoutException("The answer was not whole after " + WHOLE);
        }
      }
    }
    whole = true;
  }

  private InputStream body() throws IOException {
    InputStream body =
        status() < HttpURLConnection.HTTP_BAD_REQUEST
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
