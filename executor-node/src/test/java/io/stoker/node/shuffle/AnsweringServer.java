package io.stoker.node.shuffle;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntPredicate;

/** Refuses each request as Spark's server refuses one without a secret. */
final class AnsweringServer implements AutoCloseable {
  private static final byte RPC_FAILURE = 5;

  private final ServerSocket listening;
  private final AtomicInteger calls = new AtomicInteger();

  /** Held, or the collector would close them, which is an answer of a kind. */
  private final List<Socket> unanswered = new CopyOnWriteArrayList<>();

  /**
   * Serves on loopback.
   *
   * @param answers whether a call, by its number, gets an answer
   */
  AnsweringServer(int port, IntPredicate answers) throws IOException {
    listening = new ServerSocket(port, 50, InetAddress.getLoopbackAddress());
    Thread serving = new Thread(() -> serve(answers), "answering");
    serving.setDaemon(true);
    serving.start();
  }

  /** A process of it, which says in the file where it listens, and keeps to what that says. */
  public static void main(String[] args) throws Exception {
    Path file = Path.of(args[0]);
    try (AnsweringServer server = new AnsweringServer(told(file), call -> true)) {
      Path part = Files.writeString(Path.of(args[0] + ".new"), server.port() + "\n");
      Files.move(part, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
      Thread.currentThread().join();
    }
  }

  private static int told(Path file) throws IOException {
    try {
      return Integer.parseInt(Files.readString(file).strip());
    } catch (NoSuchFileException e) {
      return 0;
    }
  }

  int port() {
    return listening.getLocalPort();
  }

  int calls() {
    return calls.get();
  }

  private void serve(IntPredicate answers) {
    while (!listening.isClosed()) {
      try {
        Socket call = listening.accept();
        if (answers.test(calls.incrementAndGet())) {
          try (call) {
            answer(call);
          }
        } else {
          unanswered.add(call);
        }
      } catch (IOException e) {
        // the caller has gone, or the test is over
      }
    }
  }

  private static void answer(Socket call) throws IOException {
    DataInputStream in = new DataInputStream(call.getInputStream());
    byte[] request = new byte[(int) in.readLong() - Long.BYTES];
    in.readFully(request);
    byte[] why = "Unknown challenge message.".getBytes(StandardCharsets.UTF_8);
    DataOutputStream out = new DataOutputStream(call.getOutputStream());
    out.writeLong(Long.BYTES + 1 + Long.BYTES + Integer.BYTES + why.length);
    out.write(RPC_FAILURE);
    out.write(request, 1, Long.BYTES);
    out.writeInt(why.length);
    out.write(why);
    out.flush();
  }

  @Override
  public void close() throws IOException {
    listening.close();
    for (Socket call : unanswered) {
      call.close();
    }
  }
}
