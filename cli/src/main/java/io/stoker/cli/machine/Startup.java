package io.stoker.cli.machine;

import io.stoker.cli.platform.PlatformClient;
import io.stoker.cli.platform.ServerFile;
import io.stoker.cli.terminal.CommandException;
import io.stoker.cli.terminal.Terminal;
import io.stoker.contract.Page;
import io.stoker.contract.Paths;
import io.stoker.contract.cluster.NodeResource;
import io.stoker.database.PortHolder;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import tools.jackson.core.type.TypeReference;

/** Brings up the server and the nodes of one home: starts what is missing and leaves the rest. */
public final class Startup {
  private static final Duration READY = Duration.ofMinutes(2);
  private static final int LINES = 25;
  private static final TypeReference<Page<NodeResource>> NODES = new TypeReference<>() {};

  private final Home home;
  private final Terminal terminal;
  private final ServiceStarter starter;
  private final List<StartedService> started = new ArrayList<>();

  public Startup(Home home, Installation installation, Terminal terminal) {
    this.home = home;
    this.terminal = terminal;
    this.starter = new ServiceStarter(home, installation);
  }

  /** Whether nothing at all runs, so that whatever runs later was started later. */
  public static boolean nothingRuns(Home home) {
    Services services = Services.of(home);
    return services.server().isEmpty() && services.nodes().isEmpty();
  }

  /** The server of this home when it is ready with this many nodes beside it. */
  public static Optional<ServerFile> complete(Home home, int nodes) {
    return Services.of(home).nodes().keySet().containsAll(names(nodes))
        ? ServerFile.read(home.serverFile())
        : Optional.empty();
  }

  /**
   * Returns when the server and the nodes are ready.
   *
   * @throws CommandException when one ends or is not ready in time, with the end of its log
   */
  public ServerFile up(int port, int nodes) throws InterruptedException {
    Services running = Services.of(home);
    ServerFile server = server(running, port);
    startNodes(running.nodes().keySet(), server, nodes);
    awaitNodes(PlatformClient.of(server), names(nodes));
    return server;
  }

  private ServerFile server(Services running, int port) throws InterruptedException {
    if (running.server().isEmpty()) {
      requireFree(port);
      started.add(starter.server(port));
    }
    await("the server", "server", () -> ServerFile.read(home.serverFile()).isPresent());
    return ServerFile.read(home.serverFile())
        .orElseThrow(() -> new CommandException("The server came and went. " + tail("server")));
  }

  private static void requireFree(int port) {
    if (!PortHolder.isFree(InetAddress.getLoopbackAddress(), port)) {
      throw new CommandException(
          "Port %d is held by %s. End that, or choose another with --port."
              .formatted(port, PortHolder.describe(port)));
    }
  }

  private void startNodes(Set<String> running, ServerFile server, int nodes) {
    var machine = MachineShare.Machine.current();
    MachineShare share = MachineShare.of(machine, nodes);
    terminal.line(share.describe(machine, nodes));
    for (int number = 1; number <= nodes; number++) {
      if (!running.contains(ServiceStarter.nodeName(number))) {
        started.add(starter.node(number, server.url(), share));
      }
    }
  }

  private void awaitNodes(PlatformClient client, Set<String> names) throws InterruptedException {
    for (String name : names) {
      await(name, name, () -> isReady(client, name));
    }
  }

  private static boolean isReady(PlatformClient client, String name) throws InterruptedException {
    return client.get(Paths.NODES, NODES).items().stream()
        .anyMatch(node -> node.name().equals(name) && node.state().equals("READY"));
  }

  private void await(String what, String service, Waiting.Condition ready)
      throws InterruptedException {
    long begin = System.nanoTime();
    boolean inTime =
        Waiting.until(
            () -> {
              terminal.passing("Waiting for " + what, "%.0f s".formatted(seconds(begin)));
              started.forEach(StartedService::requireAlive);
              return ready.holds();
            },
            READY);
    if (!inTime) {
      throw new CommandException(
          "After %d s %s is not ready. %s".formatted(READY.toSeconds(), what, tail(service)));
    }
    terminal.line(String.format(Locale.ROOT, "Ready: %s (%.1f s)", what, seconds(begin)));
  }

  private String tail(String service) {
    return "Its log %s ends:\n%s"
        .formatted(home.log(service), LogTail.of(home.log(service), LINES));
  }

  private static double seconds(long begin) {
    return (System.nanoTime() - begin) / 1e9;
  }

  private static Set<String> names(int nodes) {
    return IntStream.rangeClosed(1, nodes)
        .mapToObj(ServiceStarter::nodeName)
        .collect(Collectors.toCollection(TreeSet::new));
  }
}
