package io.stoker.acceptance.bench;

import io.stoker.acceptance.harness.Api;
import io.stoker.acceptance.harness.FaultProxy;
import io.stoker.acceptance.harness.Home;
import io.stoker.acceptance.harness.HomeProcesses.Seen;
import io.stoker.acceptance.harness.Packaged;
import io.stoker.acceptance.harness.Service;
import io.stoker.acceptance.harness.Signal;
import io.stoker.acceptance.harness.SparkJava;
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
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/**
 * Packaged servers, a PostgreSQL that is started apart, two packaged nodes, and a line with faults
 * to order before each server and before the database. Closing it ends every process of its home
 * and leaves the logs under {@code target/acceptance}.
 */
final class Bench implements AutoCloseable {
  private static final Duration START = Duration.ofMinutes(3);

  /** Nodes that have room for drivers and executors; others may join and get nothing. */
  private static final int WORKERS = 2;

  private final Home home;
  private final Path logs;
  private final EmbeddedPostgres postgres;
  private final FaultProxy toDatabase;
  private final List<FaultProxy> toServers = new ArrayList<>();
  private final Map<CrashPoint.Site, CrashFile> crashes = new EnumMap<>(CrashPoint.Site.class);
  private final Path spark;
  private final List<Service> servers = new ArrayList<>();
  private final List<Service> nodes = new ArrayList<>();
  private final List<String> sparkJava;
  private final Facts facts;
  private final Uptime uptime;

  private Bench(String name, boolean realSpark, int serverCount, List<String> settings)
      throws IOException {
    home = Home.create(name);
    Runtime.getRuntime().addShutdownHook(new Thread(this::close, "close-" + name));
    logs = Files.createDirectories(Packaged.REPORTS.resolve(home.resolve("").getFileName()));
    postgres =
        EmbeddedPostgres.start(home.resolve("postgres"), 0, Path.of("target", "postgres-binaries"));
    facts = new Facts(postgres.url(), postgres.username(), postgres.password());
    uptime = new Uptime(facts);
    toDatabase = FaultProxy.to(postgres.port());
    Path points = Files.createDirectories(home.resolve("crash"));
    for (CrashPoint.Site site : CrashPoint.Site.values()) {
      crashes.put(site, new CrashFile(points.resolve(site.name())));
    }
    spark = realSpark ? Packaged.spark() : StandInSpark.in(home.resolve("spark")).home();
    sparkJava = SparkJava.settings(home.resolve("java"), crash(CrashPoint.Site.DRIVER).option());
    for (int number = 1; number <= serverCount; number++) {
      int port = freePort();
      toServers.add(FaultProxy.to(port));
      servers.add(newServer(number, port, settings));
    }
  }

  /** Nodes start stand-ins. */
  static Bench withStandIns(String name) {
    return start(name, false, 1, List.of());
  }

  /**
   * The same with two servers, which nodes, drivers and clients all know.
   *
   * @param settings of the servers, beside those that they need
   */
  static Bench withTwoServers(String name, String... settings) {
    return start(name, false, 2, List.of(settings));
  }

  /** Nodes start Spark. */
  static Bench withSpark(String name) {
    return start(name, true, 1, List.of());
  }

  private static Bench start(String name, boolean realSpark, int servers, List<String> settings) {
    try {
      Bench bench = new Bench(name, realSpark, servers, settings);
      try {
        bench.servers.forEach(bench::startServer);
        bench.uptime.begin();
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

  /** The first has the bench's home; all have its storage. */
  private Service newServer(int number, int port, List<String> settings) {
    List<String> options = new ArrayList<>();
    options.add(crash(CrashPoint.Site.SERVER).option());
    String name = number == 1 ? "server" : "server-" + number;
    return new Service(
        name,
        Packaged.serverJar(),
        logs.resolve(name + ".out"),
        options,
        with(
            settings,
            "--stoker.home=" + (number == 1 ? home : home.resolve(name)),
            "--stoker.storage=" + home.resolve("storage").toUri(),
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
    List<String> options = new ArrayList<>();
    options.add(crash(CrashPoint.Site.NODE).option());
    return new Service(
        name,
        Packaged.nodeJar(),
        logs.resolve(name + ".out"),
        options,
        with(
            sparkJava,
            "--stoker.node.name=" + name,
            "--stoker.node.host=127.0.0." + (number + 1),
            "--stoker.node.platform-url="
                + addresses().map(URI::toString).collect(Collectors.joining(",")),
            "--stoker.node.token-file=" + home.resolve("run/join.token"),
            "--stoker.node.home=" + home.resolve("nodes/" + name),
            "--stoker.node.spark-home=" + spark,
            "--stoker.node.cores=" + cores,
            "--stoker.node.memory=16g",
            "--stoker.node.log-limit=1m"));
  }

  /** Starts the server and waits until it answers. */
  void startServer() {
    startServer(server());
  }

  private void startServer(Service server) {
    server.start();
    await("the server answers", server, () -> answers(apis().get(servers.indexOf(server))));
  }

  /** Brings back what is not there, as an operator would, on lines that are well. */
  void heal() {
    toDatabase.heal();
    toServers.forEach(FaultProxy::heal);
    crashes.values().forEach(CrashFile::disarm);
    signalAll(Signal.CONT);
    postgres.ensureRunning();
    Awaitility.await("servers and nodes are back")
        .atMost(START)
        .pollInterval(Duration.ofMillis(100))
        .pollDelay(Duration.ZERO)
        .until(this::isBack);
    uptime.back();
  }

  /** A service may still die of a point that it came to before it was disarmed. */
  private boolean isBack() {
    services().filter(service -> !service.isAlive()).forEach(Service::start);
    return apis().stream().allMatch(Bench::answers) && facts.readyNodes() >= WORKERS;
  }

  /** Drivers and executors, without their wrappers. */
  List<Seen> children() {
    return home.processes().all().stream()
        .filter(seen -> seen.isSpark() && !seen.commandLine().startsWith("sh "))
        .toList();
  }

  /** As {@code pg_ctl stop -m immediate}: what was committed is there after its recovery. */
  void stopDatabaseAtOnce() {
    uptime.away();
    home.processes().stopPostgresAtOnce();
  }

  /** SIGKILL to servers and PostgreSQL alike. */
  void killServersAndDatabase() {
    uptime.away();
    servers.stream().filter(Service::isAlive).forEach(Service::kill);
    home.processes().killPostgres();
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

  /** Servers and nodes. */
  Stream<Service> services() {
    return Stream.concat(servers.stream(), nodes.stream());
  }

  private static boolean answers(Api api) {
    try {
      return api.get("/api/v1/runs").status() == 200;
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

  /** The servers as their clients reach them: by the lines of faults. */
  List<Api> apis() {
    return addresses().map(url -> new Api(url, adminKey())).toList();
  }

  private Stream<URI> addresses() {
    return toServers.stream().map(line -> URI.create("http://127.0.0.1:" + line.port()));
  }

  /** None before the first server has made it. */
  private String adminKey() {
    return Files.exists(home.resolve("run/admin.key")) ? home.read("run/admin.key") : "";
  }

  CrashFile crash(CrashPoint.Site site) {
    return Objects.requireNonNull(crashes.get(site));
  }

  /** The first server, which mostly is the only one. */
  Service server() {
    return servers.get(0);
  }

  List<Service> servers() {
    return servers;
  }

  List<Service> nodes() {
    return nodes;
  }

  FaultProxy toServer() {
    return toServers.get(0);
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

  Uptime uptime() {
    return uptime;
  }

  Home home() {
    return home;
  }

  Path witness() {
    return spark.resolve("witness.jsonl");
  }

  @Override
  public void close() {
    toServers.forEach(FaultProxy::close);
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
