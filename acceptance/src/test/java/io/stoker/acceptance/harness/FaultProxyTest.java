package io.stoker.acceptance.harness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stoker.acceptance.harness.FaultProxy.Fault;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Each fault does what it says to a server that answers each line with itself. */
class FaultProxyTest {
  private final List<String> heard = new CopyOnWriteArrayList<>();
  private final ServerSocket echo = listen();
  private final FaultProxy proxy = FaultProxy.to(echo.getLocalPort());

  @AfterEach
  void close() throws IOException {
    proxy.close();
    echo.close();
  }

  @Test
  void passesWhatItIsGiven() throws IOException {
    try (Client client = new Client()) {
      assertThat(client.ask("one")).isEqualTo("one");
      assertThat(client.ask("two")).isEqualTo("two");
    }
  }

  @Test
  void delaysEachPiece() throws IOException {
    try (Client client = new Client()) {
      proxy.set(new Fault.Latency(150));
      long begin = System.nanoTime();
      assertThat(client.ask("one")).isEqualTo("one");
      assertThat(System.nanoTime() - begin).isGreaterThan(300_000_000L);
    }
  }

  @Test
  void aBlackHoleHoldsWhatItSwallowsUntilItIsHealed() throws IOException {
    try (Client client = new Client()) {
      proxy.set(new Fault.BlackHole());
      assertThatThrownBy(() -> client.ask("one")).isInstanceOf(SocketTimeoutException.class);
      assertThat(heard).isEmpty();
      proxy.heal();
      assertThat(client.in.readLine()).isEqualTo("one");
    }
  }

  @Test
  void aResetBreaksOpenAndNewConnections() throws IOException {
    try (Client client = new Client()) {
      assertThat(client.ask("one")).isEqualTo("one");
      proxy.set(new Fault.Reset());
      assertThatThrownBy(() -> client.ask("two")).isInstanceOf(IOException.class);
      assertThatThrownBy(() -> new Client().ask("three")).isInstanceOf(IOException.class);
      proxy.heal();
      try (Client other = new Client()) {
        assertThat(other.ask("four")).isEqualTo("four");
      }
    }
    assertThat(heard).containsExactly("one", "four");
  }

  @Test
  void cutsAConnectionAfterSoManyBytesOfAnswers() throws IOException {
    proxy.set(new Fault.CutAfter(5));
    try (Client client = new Client()) {
      assertThat(client.ask("one")).isEqualTo("one");
      assertThatThrownBy(() -> client.ask("two")).isInstanceOf(IOException.class);
    }
    assertThat(proxy.bitten()).isEqualTo(1);
  }

  @Test
  void swallowsTheReplyAndNotTheRequest() throws IOException {
    proxy.set(new Fault.SwallowReply("commit", 1));
    try (Client client = new Client()) {
      assertThat(client.ask("begin")).isEqualTo("begin");
      assertThatThrownBy(() -> client.ask("commit")).isInstanceOf(IOException.class);
    }
    try (Client again = new Client()) {
      assertThat(again.ask("commit")).isEqualTo("commit");
    }
    assertThat(heard).containsExactly("begin", "commit", "commit");
  }

  private ServerSocket listen() {
    try {
      ServerSocket socket = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
      daemon(() -> accept(socket));
      return socket;
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private void accept(ServerSocket socket) {
    while (!socket.isClosed()) {
      try {
        Socket connection = socket.accept();
        daemon(() -> answer(connection));
      } catch (IOException e) {
        return;
      }
    }
  }

  private void answer(Socket connection) {
    try (Client line = new Client(connection)) {
      for (String text = line.in.readLine(); text != null; text = line.in.readLine()) {
        heard.add(text);
        line.out.println(text);
      }
    } catch (IOException e) {
      // as the proxy wanted
    }
  }

  private static void daemon(Runnable work) {
    Thread thread = new Thread(work);
    thread.setDaemon(true);
    thread.start();
  }

  private final class Client implements AutoCloseable {
    private final Socket socket;
    private final BufferedReader in;
    private final PrintWriter out;

    Client() throws IOException {
      this(new Socket(InetAddress.getLoopbackAddress(), proxy.port()));
      socket.setSoTimeout(1000);
    }

    Client(Socket socket) throws IOException {
      this.socket = socket;
      in =
          new BufferedReader(
              new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
      out = new PrintWriter(socket.getOutputStream(), true, StandardCharsets.UTF_8);
    }

    String ask(String text) throws IOException {
      out.println(text);
      String answer = in.readLine();
      if (answer == null) {
        throw new IOException("the line is broken");
      }
      return answer;
    }

    @Override
    public void close() throws IOException {
      socket.close();
    }
  }
}
