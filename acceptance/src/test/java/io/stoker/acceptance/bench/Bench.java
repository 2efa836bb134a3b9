package io.stoker.acceptance.bench;

import io.stoker.acceptance.harness.Api;
import io.stoker.acceptance.harness.FaultProxy;
import io.stoker.acceptance.harness.Home;
import io.stoker.acceptance.harness.HomeProcesses.Seen;
import io.stoker.acceptance.harness.Packaged;
import io.stoker.acceptance.harness.Service;
import io.stoker.acceptance.harness.Signal;
import io.stoker.crash.CrashPoint;
import io.stoker.database.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/**
 * One packaged server, a PostgreSQL that is started apart, two packaged nodes, and a line with
 * faults to order before the server and before the database. Closing it ends every process of its
 * home and leaves the logs under {@code target/acceptance}.
 */
final class Bench implements AutoCloseable {
  private static final Duration START = Duration.ofMinutes(3);

  /** Nodes that have room for drivers and executors; others may join and get nothing. */
  private static final int WORKERS = 2;

  /** Services live for seconds here: compiling little starts them faster. */
  private static final List<String> QUICK = List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC");

  private final Home home;
  private final Path logs;
  private final EmbeddedPostgres postgres;
  private final FaultProxy toDatabase;
  private final FaultProxy toServer;
  private final Map<CrashPoint.Site, CrashFile> crashes = new EnumMap<>(CrashPoint.Site.class);
  private final Path spark;
  private final Service server;
  private final Service second;
  private final List<Service> nodes = new ArrayList<>();
  private final Facts facts;

  private Bench(String name, boolean realSpark, List<String> settings) throws IOException {
    home = Home.create(name);
    Runtime.getRuntime().addShutdownHook(new Thread(this::close, "close-" + name));
    logs = Files.createDirectories(Packaged.REPORTS.resolve(home.resolve("").getFileName()));
    postgres =
        EmbeddedPostgres.start(home.resolve("postgres"), 0, Path.of("target", "postgres-binaries"));
    facts = new Facts(postgres.url(), postgres.username(), postgres.password());
    int port = freePort();
    toDatabase = FaultProxy.to(postgres.port());
    toServer = FaultProxy.to(port);
    Path points = Files.createDirectories(home.resolve("crash"));
    for (CrashPoint.Site site : CrashPoint.Site.values()) {
      crashes.put(site, new CrashFile(points.resolve(site.name())));
    }
    spark = realSpark ? Packaged.spark() : StandInSpark.in(home.resolve("spark")).home();
    StandInSpark.javaHome(home.resolve("java"), crash(CrashPoint.Site.DRIVER).option());
    server = newServer("server", home.resolve(""), port, settings);
    second =
        newServer(
            "second",
            home.resolve("second"),
            freePort(),
            with(settings, "--stoker.storage=" + home.resolve("storage").toUri()));
  }

  /**
   * Nodes start stand-ins.
   *
   * @param settings of its servers, beside those that they need
   */
  static Bench withStandIns(String name, String... settings) {
    return start(name, false, List.of(settings));
  }

  /** Nodes start Spark. */
  static Bench withSpark(String name) {
    return start(name, true, List.of());
  }

  private static Bench start(String name, boolean realSpark, List<String> settings) {
    try {
      Bench bench = new Bench(name, realSpark, settings);
      try {
        bench.startServer();
        bench.nodes.add(bench.newNode("node-1", 1, "4").start());
        bench.nodes.add(bench.newNode("node-2", 2, "4").start());
        bench.awaitReady();
        return bench;
      } catch (RuntimeException | Error e) {
        bench.close();
        throw e;
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Service newServer(String name, Path home, int port, List<String> settings) {
    List<String> options = new ArrayList<>(QUICK);
    options.add(crash(CrashPoint.Site.SERVER).option());
    return new Service(
        name,
        Packaged.serverJar(),
        logs.resolve(name + ".out"),
        options,
        with(
            settings,
            "--stoker.home=" + home,
            "--server.port=" + port,
            // a COMMIT is to be seen as such on the line
            "--stoker.database.url=jdbc:postgresql://127.0.0.1:%d/stoker?prepareThreshold=0"
                .formatted(toDatabase.port()),
            "--stoker.database.username=" + postgres.username(),
            "--stoker.database.password=" + postgres.password()));
  }

  private static List<String> with(List<String> settings, String... arguments) {
    return Stream.concat(Stream.of(arguments), settings.stream()).toList();
  }

  /** A node that has not been started; its home is kept between starts. */
  Service newNode(String name, int number, String cores) {
    List<String> options = new ArrayList<>(QUICK);
    options.add(crash(CrashPoint.Site.NODE).option());
    return new Service(
        name,
        Packaged.nodeJar(),
        logs.resolve(name + ".out"),
        options,
        List.of(
            "--stoker.node.name=" + name,
            "--stoker.node.host=127.0.0." + (number + 1),
            "--stoker.node.platform-url=http://127.0.0.1:" + toServer.port(),
            "--stoker.node.token-file=" + home.resolve("run/join.token"),
            "--stoker.node.home=" + home.resolve("nodes/" + name),
            "--stoker.node.spark-home=" + spark,
            "--stoker.node.java-home=" + home.resolve("java"),
            "--stoker.node.cores=" + cores,
            "--stoker.node.memory=16g"));
  }

  /** Starts the server and waits until it answers. */
  void startServer() {
    server.start();
    await("the server answers", server, this::answers);
  }

  /**
   * Another server on the same database and storage, which knows of no node. It is not started with
   * the others, and not brought back.
   */
  Service second() {
    return second;
  }

  /** Starts the other server and waits until it is ready. */
  void startSecond() {
    second.start();
    Path ready = home.resolve("second/run/server.json");
    await("the second server is ready", second, () -> Files.exists(ready));
  }

  /** Brings back what is not there, as an operator would, on lines that are well. */
  void heal() {
    toDatabase.heal();
    toServer.heal();
    crashes.values().forEach(CrashFile::disarm);
    signalAll(Signal.CONT);
    postgres.ensureRunning();
    Awaitility.await("server and nodes are back")
        .atMost(START)
        .pollInterval(Duration.ofMillis(100))
        .pollDelay(Duration.ZERO)
        .until(this::isBack);
  }

  /** A service may still die of a point that it came to before it was disarmed. */
  private boolean isBack() {
    services().filter(service -> !service.isAlive()).forEach(Service::start);
    return answers() && facts.readyNodes() >= WORKERS;
  }

  /** Drivers and executors, without their wrappers. */
  List<Seen> children() {
    return home.processes().all().stream()
        .filter(seen -> seen.isSpark() && !seen.commandLine().startsWith("sh "))
        .toList();
  }

  /** As {@code pg_ctl stop -m immediate}: what was committed is there after its recovery. */
  void stopDatabaseAtOnce() {
    home.processes().all().stream()
        .filter(Seen::isPostmaster)
        .forEach(seen -> Signal.QUIT.sendTo(seen.process()));
  }

  /** To all services that are alive, and to drivers and executors. */
  void signalAll(Signal signal) {
    services()
        .filter(Service::isAlive)
        .map(service -> ProcessHandle.of(service.pid()))
        .flatMap(Optional::stream)
        .forEach(signal::sendTo);
    children().forEach(seen -> signal.sendTo(seen.process()));
  }

  private Stream<Service> services() {
    return Stream.concat(Stream.of(server), nodes.stream());
  }

  private boolean answers() {
    try {
      return Files.exists(home.resolve("run/admin.key"))
          && api().get("/api/v1/runs").status() == 200;
    } catch (UncheckedIOException e) {
      return false;
    }
  }

  private void awaitReady() {
    await("both nodes may take work", nodes.get(0), () -> facts.readyNodes() >= WORKERS);
  }

  private static void await(String what, Service service, Callable<Boolean> condition) {
    try {
      Awaitility.await(what)
          .atMost(START)
          .pollInterval(Duration.ofMillis(100))
          .failFast("the service has ended", () -> !service.isAlive())
          .until(condition);
    } catch (RuntimeException e) {
      throw new IllegalStateException(what + ": not so. " + service.lastWords(), e);
    }
  }

  /** The server as its clients reach it: by the line of faults. */
  Api api() {
    return new Api(URI.create("http://127.0.0.1:" + toServer.port()), home.read("run/admin.key"));
  }

  CrashFile crash(CrashPoint.Site site) {
    return Objects.requireNonNull(crashes.get(site));
  }

  Service server() {
    return server;
  }

  List<Service> nodes() {
    return nodes;
  }

  FaultProxy toServer() {
    return toServer;
  }

  FaultProxy toDatabase() {
    return toDatabase;
  }

  EmbeddedPostgres postgres() {
    return postgres;
  }

  Facts facts() {
    return facts;
  }

  Home home() {
    return home;
  }

  Path witness() {
    return spark.resolve("witness.jsonl");
  }

  @Override
  public void close() {
    toServer.close();
    toDatabase.close();
    postgres.close();
    home.clear(logs);
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
