package io.stoker.acceptance.standin;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * The driver's side of its executors: they connect, are given files to write, and leave when the
 * connection ends, as Spark's do.
 */
final class Executors implements AutoCloseable {
  private static final int ANSWER_MILLIS = 20_000;

  private final ServerSocket socket;
  private final BlockingQueue<Executor> idle = new LinkedBlockingQueue<>();
  private final List<Socket> connections = new ArrayList<>();
  private final ConcurrentSkipListSet<Integer> registered = new ConcurrentSkipListSet<>();

  Executors(String host) throws IOException {
    socket = new ServerSocket(0, 50, InetAddress.getByName(host));
    Thread thread = new Thread(this::accept, "executors");
    thread.setDaemon(true);
    thread.start();
  }

  private record Executor(int id, BufferedReader in, PrintWriter out) {
    /** What it answers: the file's SHA-256. */
    String write(Payload payload) throws IOException {
      out.println(payload.seed() + " " + payload.bytes() + " " + payload.file());
      String answer = in.readLine();
      if (answer == null) {
        throw new IOException("executor " + id + " is gone");
      }
      return answer;
    }
  }

  String url() {
    return "spark://CoarseGrainedScheduler@%s:%d"
        .formatted(socket.getInetAddress().getHostAddress(), socket.getLocalPort());
  }

  List<Integer> registered() {
    return List.copyOf(registered);
  }

  /** Lets some executor write a file; one that dies over it is followed by the next. */
  String write(Payload payload) throws InterruptedException {
    while (true) {
      Executor executor = idle.poll(1, TimeUnit.SECONDS);
      if (executor == null) {
        continue;
      }
      try {
        String digest = executor.write(payload);
        idle.add(executor);
        return digest;
      } catch (IOException e) {
        registered.remove(executor.id());
      }
    }
  }

  private void accept() {
    while (!socket.isClosed()) {
      try {
        Socket connection = socket.accept();
        connection.setSoTimeout(ANSWER_MILLIS);
        synchronized (connections) {
          connections.add(connection);
        }
        var in = new BufferedReader(new InputStreamReader(connection.getInputStream(), UTF_8));
        int id = Integer.parseInt(in.readLine());
        registered.add(id);
        idle.add(new Executor(id, in, new PrintWriter(connection.getOutputStream(), true, UTF_8)));
      } catch (IOException | NumberFormatException e) {
        // it went away, or was none of ours
      }
    }
  }

  @Override
  public void close() throws IOException {
    socket.close();
    synchronized (connections) {
      for (Socket connection : connections) {
        connection.close();
      }
    }
  }
}
