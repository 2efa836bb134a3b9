package io.stoker.acceptance.harness;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;

/** Spark's own history server, on a directory of event logs, as anybody would start it. */
public final class HistoryServer implements AutoCloseable {
  private static final Duration START = Duration.ofSeconds(90);

  private final URI url;
  private final Process process;

  /** Starts one and waits until it listens. */
  public HistoryServer(String eventLogs, Path directory) throws IOException {
    int port;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = socket.getLocalPort();
    }
    url = URI.create("http://127.0.0.1:" + port);
    Files.createDirectories(directory);
    Path log = directory.resolve("history.log");
    List<String> line =
        List.of(
            Packaged.java().toString(),
            "-XX:TieredStopAtLevel=1",
            "-Xmx512m",
            "-Dspark.history.fs.logDirectory=" + eventLogs,
            "-Dspark.history.ui.port=" + port,
            "-cp",
            Packaged.spark().resolve("jars") + "/*",
            "org.apache.spark.deploy.history.HistoryServer");
    ProcessBuilder builder =
        new ProcessBuilder(line)
            .directory(directory.toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile());
    builder.environment().put("SPARK_LOCAL_IP", "127.0.0.1");
    process = builder.start();
    Awaitility.await("a history server, see " + log)
        .atMost(START)
        .failFast("it has ended", () -> !process.isAlive())
        .until(this::answers);
  }

  private boolean answers() {
    try {
      return api().get("/api/v1/applications").status() == 200;
    } catch (java.io.UncheckedIOException e) {
      return false;
    }
  }

  public Api api() {
    return new Api(url, null);
  }

  @Override
  public void close() {
    Signal.KILL.sendTo(process.toHandle());
  }
}
