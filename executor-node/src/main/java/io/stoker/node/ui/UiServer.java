package io.stoker.node.ui;

import com.sun.net.httpserver.HttpServer;
import io.stoker.contract.node.NodePort;
import io.stoker.node.process.ManagedProcess;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The node's one way in: HTTP for whoever has the secret that is made here with each start of the
 * service, and that the platform is told of with the registration.
 */
public final class UiServer implements AutoCloseable {
  /** For {@code stoker.node.http-port}: nothing listens. */
  public static final int OFF = -1;

  private static final Logger LOG = LoggerFactory.getLogger(UiServer.class);
  private static final int ANY = 0;
  private static final int THREADS = 32;
  private static final int WAITING = 64;

  static {
    // a request that is not whole after these seconds ends, and frees its thread
    System.setProperty("sun.net.httpserver.maxReqTime", "10");
    // nor does who reads slowly, or not at all, keep one for longer than an answer may take
    System.setProperty("sun.net.httpserver.maxRspTime", "660");
    // whoever reaches the port can connect: never so often that the service has no files left
    System.setProperty("jdk.httpserver.maxConnections", "128");
  }

  private final @Nullable HttpServer server;
  private final @Nullable ThreadPoolExecutor threads;
  private final String secret;

  private UiServer(
      @Nullable HttpServer server, @Nullable ThreadPoolExecutor threads, String secret) {
    this.server = server;
    this.threads = threads;
    this.secret = secret;
  }

  /**
   * Listens. A port that cannot be had is no reason not to run drivers and executors: another one
   * is taken, or none.
   *
   * @param host address of the node
   * @param port 0 for any that is free, {@link #OFF} for none
   * @param processes the node's own, by the id of their assignment
   */
  public static UiServer open(
      String host, int port, Function<UUID, Optional<ManagedProcess>> processes) {
    String secret = secret();
    HttpServer server = port == OFF ? null : listen(host, port);
    if (server == null) {
      return new UiServer(null, null, secret);
    }
    ThreadPoolExecutor threads =
        new ThreadPoolExecutor(
            THREADS,
            THREADS,
            1,
            TimeUnit.MINUTES,
            new ArrayBlockingQueue<>(WAITING),
            task -> {
              Thread thread = new Thread(task, "node-ui");
              thread.setDaemon(true);
              return thread;
            });
    threads.allowCoreThreadTimeOut(true);
    server.setExecutor(threads);
    server.createContext("/", new UiHandler(secret, processes));
    server.start();
    LOG.info("Spark's pages are read through {}", server.getAddress());
    return new UiServer(server, threads, secret);
  }

  private static @Nullable HttpServer listen(String host, int port) {
    try {
      return HttpServer.create(new InetSocketAddress(host, port), WAITING);
    } catch (IOException e) {
      LOG.warn(
          "stoker.node.http-port: cannot listen on {} port {}: {}", host, port, e.getMessage());
      return port == ANY ? null : listen(host, ANY);
    }
  }

  /** What the platform is to know; null when nothing listens. */
  public @Nullable NodePort port() {
    return server == null ? null : new NodePort(server.getAddress().getPort(), secret, true);
  }

  private static String secret() {
    byte[] bits = new byte[32];
    new SecureRandom().nextBytes(bits);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bits);
  }

  @Override
  public void close() {
    if (server != null && threads != null) {
      server.stop(0);
      threads.shutdownNow();
    }
  }
}
