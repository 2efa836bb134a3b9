package io.stoker.contract.ui;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Answers that no web server would give. */
class UiReadTest {

  /** Each byte comes in time, and the header never. Goes red without the alarm. */
  @Test
  void doesNotWaitForAHeaderThatComesByBytes() throws Exception {
    try (ServerSocket server = answering("HTTP/1.1 200 OK\r\nX: " + "x".repeat(200), 100)) {
      assertThatThrownBy(() -> read(server, Duration.ofSeconds(1)))
          .isInstanceOf(SocketTimeoutException.class)
          .hasMessageContaining("had not begun");
    }
  }

  @Test
  void saysWhenABodyIsShorterThanItsLength() throws Exception {
    try (ServerSocket server = answering("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf", 0)) {
      try (UiRead read = read(server, Duration.ofSeconds(10))) {
        assertThat(read.status()).isEqualTo(200);
        assertThatThrownBy(() -> read.copyTo(new ByteArrayOutputStream()))
            .isInstanceOf(EOFException.class);
      }
    }
  }

  private static UiRead read(ServerSocket server, Duration wait) throws IOException {
    return UiRead.of(
        "GET", URI.create("http://127.0.0.1:" + server.getLocalPort() + "/"), Map.of(), wait);
  }

  /** To one request, byte by byte. */
  private static ServerSocket answering(String text, int millis) throws IOException {
    ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    Thread thread =
        new Thread(
            () -> {
              try (Socket socket = server.accept()) {
                socket.getInputStream().read();
                OutputStream out = socket.getOutputStream();
                for (byte one : text.getBytes(US_ASCII)) {
                  out.write(one);
                  out.flush();
                  Thread.sleep(millis);
                }
                socket.shutdownOutput();
                socket.getInputStream().readNBytes(10_000);
              } catch (IOException | InterruptedException e) {
                // the reader has gone
              }
            });
    thread.setDaemon(true);
    thread.start();
    return server;
  }
}
