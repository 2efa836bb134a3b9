package io.stoker.contract.ui;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
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

  /** As behind a firewall that drops what it gets: no answer, and not a slow one. */
  @Test
  void whereNoConnectionComesAboutNobodyIs() throws Exception {
    try (ServerSocket full = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      List<Socket> waiting = new ArrayList<>();
      try {
        while (fits(full, waiting)) {
          assertThat(waiting.size()).isLessThan(100);
        }
        assertThatThrownBy(() -> read(full, Duration.ofSeconds(10)))
            .isInstanceOf(ConnectException.class)
            .hasMessage("No connection within 3 s");
      } finally {
        for (Socket socket : waiting) {
          socket.close();
        }
      }
    }
  }

  /** The kernel takes as many connections as it keeps for who does not accept them. */
  private static boolean fits(ServerSocket full, List<Socket> waiting) throws IOException {
    Socket socket = new Socket();
    waiting.add(socket);
    try {
      socket.connect(full.getLocalSocketAddress(), 300);
      return true;
    } catch (SocketTimeoutException e) {
      return false;
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
                readRequest(socket);
                OutputStream out = socket.getOutputStream();
                for (byte one : text.getBytes(US_ASCII)) {
                  out.write(one);
                  out.flush();
                  pause(socket, millis);
                }
                socket.shutdownOutput();
                socket.getInputStream().readNBytes(10_000);
              } catch (IOException e) {
                // the reader has gone
              }
            });
    thread.setDaemon(true);
    thread.start();
    return server;
  }

  private static void readRequest(Socket socket) throws IOException {
    var reader = new BufferedReader(new InputStreamReader(socket.getInputStream(), US_ASCII));
    String line = reader.readLine();
    while (line != null && !line.isEmpty()) {
      line = reader.readLine();
    }
  }

  /** Until the reader goes, and no longer than that. */
  private static void pause(Socket socket, int millis) throws IOException {
    if (millis == 0) {
      return;
    }
    socket.setSoTimeout(millis);
    try {
      socket.getInputStream().read();
    } catch (SocketTimeoutException e) {
      // it is still there
    }
  }
}
