package io.stoker.spark.shuffle;

import io.stoker.contract.node.ShuffleDirectory;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.spark.network.TransportContext;
import org.apache.spark.network.crypto.AuthServerBootstrap;
import org.apache.spark.network.server.TransportServer;
import org.apache.spark.network.server.TransportServerBootstrap;
import org.apache.spark.network.shuffle.ExternalBlockHandler;
import org.apache.spark.network.util.MapConfigProvider;
import org.apache.spark.network.util.TransportConf;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Spark's own block server on one address of the machine, with a secret for each application. Which
 * executors have registered outlives it on disk.
 */
final class ShuffleServer implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ShuffleServer.class);
  private static final Duration LOOK_EVERY = Duration.ofMillis(500);

  /** As executors are told by the settings of their runs; none of it is negotiated. */
  private static final Map<String, String> SETTINGS =
      Map.of(
          "spark.network.crypto.enabled", "true",
          "spark.network.crypto.authEngineVersion", "2",
          "spark.network.crypto.saslFallback", "false");

  private final ShuffleDirectory directory;
  private final Duration idleAfter;
  private final ExternalBlockHandler handler;
  private final TransportContext context;
  private final TransportServer server;

  /**
   * Begins to listen, and writes down where.
   *
   * @param local below which executors must keep their files, in a directory of their application
   * @param port unless an earlier server has told executors another one, or it is in use
   * @param idleAfter without a connection after which it ends
   */
  ShuffleServer(ShuffleDirectory directory, Path local, String host, int port, Duration idleAfter)
      throws IOException {
    this.directory = directory;
    this.idleAfter = idleAfter;
    TransportConf conf = new TransportConf("shuffle", new MapConfigProvider(SETTINGS));
    String[] roots = {local.toString()};
    handler = new ExternalBlockHandler(conf, directory.executors().toFile(), roots, true);
    context = new TransportContext(conf, handler, true);
    List<TransportServerBootstrap> authentication =
        List.of(new AuthServerBootstrap(conf, new ApplicationSecrets(directory)));
    server = listen(host, port, authentication);
    write(directory.port(), server.getPort() + "\n");
    LOG.info("Listening on {}:{}", host, server.getPort());
  }

  int port() {
    return server.getPort();
  }

  /** How many executors it knows. */
  int executors() {
    return handler.getBlockResolver().getRegisteredExecutorsSize();
  }

  /** Returns when nobody has been connected for long: whoever needs a server starts one. */
  void serve() throws IOException, InterruptedException {
    long connectedAt = System.nanoTime();
    while (System.nanoTime() - connectedAt < idleAfter.toNanos()) {
      if (context.getRegisteredConnections().getCount() > 0) {
        connectedAt = System.nanoTime();
      }
      forgetEnded();
      Thread.sleep(LOOK_EVERY.toMillis());
    }
  }

  /**
   * Does what its node has noted. Of an application that is over the node deletes the files, and
   * here only the memory of them goes; of an executor what other executors never read.
   */
  void forgetEnded() throws IOException {
    forEach(
        directory.gone(),
        executor -> {
          int dot = executor.lastIndexOf('.');
          handler.executorRemoved(executor.substring(dot + 1), executor.substring(0, dot));
        });
    forEach(directory.ended(), application -> handler.applicationRemoved(application, false));
  }

  private static void forEach(Path notes, Consumer<String> work) throws IOException {
    try (DirectoryStream<Path> files = Files.newDirectoryStream(notes)) {
      for (Path note : files) {
        work.accept(note.getFileName().toString());
        Files.deleteIfExists(note);
      }
    } catch (NoSuchFileException e) {
      // nothing has ended yet
    }
  }

  @Override
  public void close() {
    server.close();
    handler.close();
    context.close();
  }

  /** Executors look for it where the last one was; only one that nobody knows may go elsewhere. */
  private TransportServer listen(
      String host, int port, List<TransportServerBootstrap> authentication) throws IOException {
    try {
      int told = Integer.parseInt(Files.readString(directory.port()).strip());
      return context.createServer(host, told, authentication);
    } catch (NoSuchFileException e) {
      return listenAnywhere(host, port, authentication);
    }
  }

  private TransportServer listenAnywhere(
      String host, int port, List<TransportServerBootstrap> authentication) {
    try {
      return context.createServer(host, port, authentication);
    } catch (Exception e) { // netty throws BindException without declaring it
      LOG.warn("Cannot listen on {}:{}, taking another port: {}", host, port, e.toString());
      return context.createServer(host, 0, authentication);
    }
  }

  /** Whole or not at all. */
  private static void write(Path file, String text) throws IOException {
    Path part = file.resolveSibling(file.getFileName() + ".new");
    Files.writeString(part, text);
    Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }
}
