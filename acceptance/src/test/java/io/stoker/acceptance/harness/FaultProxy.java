package io.stoker.acceptance.harness;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * A TCP line that can be made bad while it is in use. It knows nothing of what it carries, so it
 * stands between nodes and server as well as between server and PostgreSQL.
 */
public final class FaultProxy implements AutoCloseable {
  private static final int PIECE = 16 * 1024;
  private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(5);

  private final ServerSocket socket;
  private final int target;
  private final Set<Connection> connections = ConcurrentHashMap.newKeySet();
  private final AtomicInteger bitten = new AtomicInteger();
  private volatile Fault fault = new Fault.None();

  /** What is wrong with the line. It applies to connections that are open, too. */
  public sealed interface Fault {
    record None() implements Fault {}

    /** Each piece comes so much later. */
    record Latency(long millis) implements Fault {}

    /** Nothing arrives, nothing is refused; what was sent arrives when the line is well again. */
    record BlackHole() implements Fault {}

    /** Every connection is broken at once. */
    record Reset() implements Fault {}

    /** A connection breaks when so many bytes of answers have come through it. */
    record CutAfter(long bytes) implements Fault {}

    /**
     * A request that holds this text is forwarded; its answer is not, and the connection breaks.
     *
     * @param times so often, then the line is well
     */
    record SwallowReply(String request, int times) implements Fault {}
  }

  private FaultProxy(int target) throws IOException {
    this.target = target;
    this.socket = new ServerSocket(0, 200, InetAddress.getLoopbackAddress());
    daemon("proxy-" + socket.getLocalPort(), this::accept);
  }

  /** A line to a port of this machine; it listens at once, whether the port does or not. */
  public static FaultProxy to(int target) {
    try {
      return new FaultProxy(target);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public int port() {
    return socket.getLocalPort();
  }

  /** Makes the line bad in this way, and in no other. */
  public void set(Fault next) {
    bitten.set(0);
    fault = next;
    if (next instanceof Fault.Reset) {
      connections.forEach(Connection::reset);
    }
  }

  public void heal() {
    set(new Fault.None());
  }

  /** How often the fault of now has broken something. */
  public int bitten() {
    return bitten.get();
  }

  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      connections.forEach(Connection::reset);
    }
  }

  private void accept() {
    while (!socket.isClosed()) {
      try {
        Socket client = socket.accept();
        if (fault instanceof Fault.Reset) {
          bitten.incrementAndGet();
          reset(client);
        } else {
          connect(client);
        }
      } catch (IOException e) {
        // closed, or that one connection came to nothing
      }
    }
  }

  private void connect(Socket client) throws IOException {
    try {
      Socket server = new Socket(InetAddress.getLoopbackAddress(), target);
      new Connection(client, server).open();
    } catch (IOException e) {
      reset(client); // nobody listens there
      throw e;
    }
  }

  private static void reset(Socket socket) {
    try {
      socket.setSoLinger(true, 0);
      socket.close();
    } catch (IOException e) {
      // it is gone already
    }
  }

  private static void daemon(String name, Runnable work) {
    Thread thread = new Thread(work, name);
    thread.setDaemon(true);
    thread.start();
  }

  private final class Connection {
    private final Socket client;
    private final Socket server;
    private volatile boolean swallows;
    private long answered; // of the one thread that pumps answers

    Connection(Socket client, Socket server) {
      this.client = client;
      this.server = server;
    }

    void open() throws IOException {
      client.setTcpNoDelay(true);
      server.setTcpNoDelay(true);
      connections.add(this);
      daemon("proxy-requests", () -> pump(client, server, true));
      daemon("proxy-answers", () -> pump(server, client, false));
    }

    void reset() {
      connections.remove(this);
      FaultProxy.reset(client);
      FaultProxy.reset(server);
    }

    private void pump(Socket from, Socket to, boolean requests) {
      byte[] piece = new byte[PIECE];
      try {
        InputStream in = from.getInputStream();
        OutputStream out = to.getOutputStream();
        for (int n = in.read(piece); n >= 0; n = in.read(piece)) {
          if (!passes(piece, n, requests)) {
            bitten.incrementAndGet();
            break;
          }
          out.write(piece, 0, n);
        }
      } catch (IOException e) {
        // one side broke: so does the other
      }
      reset();
    }

    private boolean passes(byte[] piece, int length, boolean request) {
      awaitLine();
      Fault now = fault;
      if (now instanceof Fault.Latency latency) {
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(latency.millis()));
      } else if (now instanceof Fault.CutAfter cut) {
        answered += request ? 0 : length;
        return answered <= cut.bytes();
      } else if (now instanceof Fault.SwallowReply swallow && request) {
        String text = new String(piece, 0, length, ISO_8859_1);
        swallows |= text.contains(swallow.request()) && bitten.get() < swallow.times();
      }
      return request || !swallows;
    }

    private void awaitLine() {
      while (fault instanceof Fault.BlackHole && !client.isClosed()) {
        LockSupport.parkNanos(LOOK_NANOS);
      }
    }
  }
}
