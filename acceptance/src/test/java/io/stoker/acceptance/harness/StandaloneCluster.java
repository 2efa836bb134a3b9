package io.stoker.acceptance.harness;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;

/**
 * Spark's own standalone master and its workers, on loopback, with Spark's jars and none of the
 * platform's: what somebody else's cluster has.
 */
public final class StandaloneCluster implements AutoCloseable {
  private static final Duration START = Duration.ofMinutes(2);

  private static final String LOGGING =
      """
      rootLogger.level = info
      rootLogger.appenderRef.out.ref = out
      appender.out.type = Console
      appender.out.name = out
      appender.out.layout.type = PatternLayout
      appender.out.layout.pattern = %d{HH:mm:ss} %p %c{1}: %m%n%ex
      """;

  private final Path directory;
  private final int port;
  private final Process master;
  private final List<Process> workers = new ArrayList<>();

  /** Starts a master and waits until it answers. */
  public StandaloneCluster(Path directory) throws IOException {
    this(directory, Map.of());
  }

  /** The same with settings of Spark's for master and workers. */
  public StandaloneCluster(Path directory, Map<String, String> settings) throws IOException {
    this.directory = Files.createDirectories(directory);
    PlainSpark.in(directory);
    Files.writeString(directory.resolve("log4j2.properties"), LOGGING);
    Files.writeString(
        directory.resolve("spark.properties"),
        settings.entrySet().stream()
            .map(setting -> setting.getKey() + "=" + setting.getValue() + "\n")
            .collect(Collectors.joining()));
    port = freePort();
    master =
        start(
            "master",
            "org.apache.spark.deploy.master.Master",
            "--host",
            "127.0.0.1",
            "--port",
            Integer.toString(port),
            "--webui-port",
            "0");
    awaitWords(master, "master", "I have been elected leader");
  }

  public String url() {
    return "spark://127.0.0.1:" + port;
  }

  /** Starts a worker of two cores and waits until the master knows it. */
  public Process addWorker() throws IOException {
    String name = "worker-" + (workers.size() + 1);
    Process worker =
        start(
            name,
            "org.apache.spark.deploy.worker.Worker",
            "--host",
            "127.0.0.1",
            "--cores",
            "2",
            "--memory",
            "2g",
            "--webui-port",
            "0",
            "--work-dir",
            directory.resolve(name).toString(),
            url());
    workers.add(worker);
    awaitWords(worker, name, "Successfully registered with master");
    return worker;
  }

  private Process start(String name, String mainClass, String... arguments) throws IOException {
    List<String> line =
        new ArrayList<>(List.of(Packaged.java().toString(), "-XX:TieredStopAtLevel=1", "-Xmx512m"));
    line.add("-Dlog4j2.configurationFile=" + directory.resolve("log4j2.properties").toUri());
    line.addAll(List.of("-cp", directory.resolve("jars") + "/*", mainClass));
    line.addAll(List.of("--properties-file", directory.resolve("spark.properties").toString()));
    line.addAll(List.of(arguments));
    ProcessBuilder builder =
        new ProcessBuilder(line)
            .directory(directory.toFile())
            .redirectErrorStream(true)
            .redirectOutput(log(name).toFile());
    builder.environment().put("SPARK_HOME", directory.toString());
    builder.environment().put("SPARK_SCALA_VERSION", "2.13");
    builder.environment().put("SPARK_LOCAL_IP", "127.0.0.1");
    builder.environment().put("SPARK_LOCAL_DIRS", directory.resolve("local").toString());
    return builder.start();
  }

  private Path log(String name) {
    return directory.resolve(name + ".log");
  }

  private void awaitWords(Process process, String name, String words) {
    Awaitility.await(words + " in " + log(name))
        .atMost(START)
        .failFast("it has ended", () -> !process.isAlive())
        .until(() -> Files.readString(log(name)).contains(words));
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  /** A worker takes its executors along, killed or not. */
  public static void kill(Process worker) {
    worker.descendants().forEach(Signal.KILL::sendTo);
    Signal.KILL.sendTo(worker.toHandle());
  }

  @Override
  public void close() {
    workers.forEach(StandaloneCluster::kill);
    kill(master);
  }
}
