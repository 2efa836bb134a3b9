package io.stoker.acceptance.harness;

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
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;
import org.awaitility.core.TerminalFailureException;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * One packaged server with its own PostgreSQL, or several with one apart, and two packaged nodes,
 * in a home of its own. Closing it ends every process that belongs to the home, those included that
 * outlive their starter, and leaves the logs under {@code target/acceptance}.
 */
public final class Cluster implements AutoCloseable {
  private static final Duration START = Duration.ofMinutes(3);

  private final Home home;
  private final Settings settings;
  private final MavenRepository repository;
  private final Path logs;
  private final @Nullable EmbeddedPostgres database;
  private final List<URI> urls = new ArrayList<>();
  private final List<Service> servers = new ArrayList<>();
  private final List<Service> nodes = new ArrayList<>();
  private final List<FaultProxy> lines = new ArrayList<>();

  /**
   * What differs from the shipped defaults.
   *
   * @param server arguments of the server
   * @param node arguments of each node
   * @param lines whether each node speaks with the server over a line that can be made bad
   */
  public record Settings(List<String> server, List<String> node, boolean lines) {
    public static final Settings DEFAULTS = new Settings(List.of(), List.of());

    public Settings(List<String> server, List<String> node) {
      this(server, node, false);
    }

    public Settings withLines() {
      return new Settings(server, node, true);
    }
  }

  private Cluster(String name, Settings settings, int serversOfOneDatabase) throws IOException {
    this.settings = settings;
    home = Home.create(name);
    repository = new MavenRepository(home.resolve(""));
    Runtime.getRuntime().addShutdownHook(new Thread(this::close, "close-" + name));
    logs = Files.createDirectories(Packaged.REPORTS.resolve(home.resolve("").getFileName()));
    if (serversOfOneDatabase == 0) {
      database = null;
      addServer("server", List.of("--stoker.home=" + home));
    } else {
      database = EmbeddedPostgres.start(home.resolve("database"), 0);
      for (int number = 1; number <= serversOfOneDatabase; number++) {
        addServer("server-" + number, withDatabase(database, number));
      }
    }
  }

  /** The first server has the cluster's home, so that its keys are where those of one are. */
  private List<String> withDatabase(EmbeddedPostgres shared, int number) {
    return List.of(
        "--stoker.home=" + (number == 1 ? home : home.resolve("server-" + number)),
        "--stoker.storage=" + home.resolve("storage").toUri(),
        "--stoker.database.url=" + shared.url(),
        "--stoker.database.username=" + shared.username(),
        "--stoker.database.password=" + shared.password());
  }

  private void addServer(String name, List<String> arguments) throws IOException {
    URI url = URI.create("http://127.0.0.1:" + freePort());
    List<String> all =
        with(
            settings.server(),
            "--server.port=" + url.getPort(),
            "--stoker.jobs.package-repositories=" + repository.url());
    all.addAll(arguments);
    urls.add(url);
    servers.add(new Service(name, Packaged.serverJar(), logs.resolve(name + ".out"), all));
  }

  /**
   * Starts a server and two nodes of {@code nodeCores} cores each, and waits until all are ready.
   */
  public static Cluster start(String name, int nodeCores) {
    return start(name, nodeCores, Settings.DEFAULTS);
  }

  /** The same, with settings of its own. */
  public static Cluster start(String name, int nodeCores, Settings settings) {
    return start(name, nodeCores, settings, 0);
  }

  /** Starts so many servers with one PostgreSQL apart, and two nodes that know all of them. */
  public static Cluster ofServers(String name, int nodeCores, int servers) {
    return start(name, nodeCores, Settings.DEFAULTS, servers);
  }

  private static Cluster start(String name, int nodeCores, Settings settings, int servers) {
    try {
      Cluster cluster = new Cluster(name, settings, servers);
      try {
        for (int number = 1; number <= cluster.servers.size(); number++) {
          cluster.startServer(number);
        }
        cluster.nodes.add(cluster.newNode(1, nodeCores).start());
        cluster.nodes.add(cluster.newNode(2, nodeCores).start());
        cluster.awaitNodes(2);
        return cluster;
      } catch (RuntimeException | Error e) {
        cluster.close();
        throw e;
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Starts the server and waits until it is ready. */
  public void startServer() {
    startServer(1);
  }

  /** Starts one of several servers, counted from 1, and waits until it answers. */
  public void startServer(int number) {
    Service server = server(number).start();
    await("server " + number + " answers", server, () -> answers(number));
  }

  /** Whether a server is there and has its database. */
  public boolean answers(int number) {
    try {
      return Files.exists(home.resolve("run/admin.key"))
          && api(number).get("/api/v1/runs").status() == 200;
    } catch (UncheckedIOException e) {
      return false;
    }
  }

  private Service newNode(int number, int cores) {
    String name = "node-" + number;
    List<String> given = new ArrayList<>(SparkJava.settings());
    given.addAll(StandInPython.settings());
    given.addAll(settings.node());
    return new Service(
        name,
        Packaged.nodeJar(),
        logs.resolve(name + ".out"),
        with(
            given,
            "--stoker.node.name=" + name,
            "--stoker.node.host=127.0.0." + (number + 1),
            "--stoker.node.platform-url=" + platform(),
            "--stoker.node.token-file=" + home.resolve("run/join.token"),
            "--stoker.node.home=" + home.resolve("nodes/" + name),
            "--stoker.node.spark-home=" + Packaged.spark(),
            "--stoker.node.cores=" + cores,
            "--stoker.node.memory=6g",
            "--stoker.node.labels=zone=" + name));
  }

  /** What the next node is told. */
  private String platform() {
    if (settings.lines()) {
      FaultProxy line = FaultProxy.to(urls.get(0).getPort());
      lines.add(line);
      return "http://127.0.0.1:" + line.port();
    }
    return urls.stream().map(URI::toString).collect(Collectors.joining(","));
  }

  private static List<String> with(List<String> settings, String... arguments) {
    List<String> all = new ArrayList<>(List.of(arguments));
    all.addAll(settings);
    return all;
  }

  /** Waits until so many nodes may take work. */
  public void awaitNodes(int count) {
    await(count + " nodes may take work", nodes.get(0), () -> readyNodes() == count);
  }

  /** Nodes that may take work: ready, and seen to share the server's storage. */
  private long readyNodes() {
    return nodeResources()
        .filter(node -> node.required("state").asString().equals("READY"))
        .filter(node -> node.required("storageShared").asBoolean())
        .count();
  }

  /** The nodes as the API shows them. */
  public Stream<JsonNode> nodeResources() {
    return api().get("/api/v1/nodes").expect(200).json().required("items").valueStream();
  }

  /** The API with the admin key. */
  public Api api() {
    return api(1);
  }

  /** The same at one of several servers, counted from 1. */
  public Api api(int server) {
    return new Api(urls.get(server - 1), home.read("run/admin.key"));
  }

  public Service server() {
    return server(1);
  }

  /** One of several servers, counted from 1. */
  public Service server(int number) {
    return servers.get(number - 1);
  }

  /** The PostgreSQL of several servers, which none of them looks after. */
  public EmbeddedPostgres database() {
    return Objects.requireNonNull(database, "the server has its own");
  }

  /** The service of a node, counted from 1. */
  public Service node(int number) {
    return nodes.get(number - 1);
  }

  /** The line of a node, counted from 1, to the server; its drivers use it too. */
  public FaultProxy line(int node) {
    return lines.get(node - 1);
  }

  public Home home() {
    return home;
  }

  /** Where packages of jobs may come from. */
  public MavenRepository repository() {
    return repository;
  }

  /** Where what the services print is kept. */
  public Path logs() {
    return logs;
  }

  private static void await(String what, Service service, Callable<Boolean> condition) {
    try {
      Awaitility.await(what)
          .atMost(START)
          .pollInterval(Duration.ofMillis(200))
          .failFast("the service has ended", () -> !service.isAlive())
          .until(condition);
    } catch (ConditionTimeoutException | TerminalFailureException e) {
      throw new IllegalStateException(what + ": not so. " + service.lastWords(), e);
    }
  }

  @Override
  public void close() {
    if (database != null) {
      database.close();
    }
    home.clear(logs);
    lines.forEach(FaultProxy::close);
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
