package io.stoker.cli;

import io.stoker.cli.machine.Home;
import io.stoker.cli.machine.MachineShare;
import io.stoker.cli.terminal.UsageException;
import io.stoker.contract.Servers;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/**
 * {@code stoker node}: the command line of one executor node's service in the foreground. The
 * script that called us takes it over, as with {@link ServerCommand}.
 */
record NodeCommand(CommandLine line) {
  private static final List<String> OPTIONS =
      List.of(
          "platform",
          "token-file",
          "name",
          "host",
          "cores",
          "memory",
          "labels",
          "home",
          "drain-on-stop");

  int run() {
    line.terminal().words(command());
    return 0;
  }

  List<String> command() {
    var service = new ServiceLine(line, OPTIONS);
    Servers platform = platform(service);
    MachineShare share = MachineShare.of(MachineShare.Machine.current(), 1);
    service.options().number("cores", share.cores(), 1, 4096);
    String name = service.given("stoker.node.name", "name").orElseGet(NodeCommand::machineName);
    Home home = home(service, name);
    checkToken(service, home);
    service.pass("stoker.node.name", "name", () -> name);
    service.pass("stoker.node.host", "host", () -> address(platform.current()));
    service.pass("stoker.node.platform-url", "platform");
    service.pass("stoker.node.token-file", "token-file");
    service.show("stoker.node.home", "home", home);
    service.pass(
        "stoker.node.spark-home", "spark-home", () -> line.installation().spark().toString());
    service.pass("stoker.node.cores", "cores", () -> Integer.toString(share.cores()));
    service.pass("stoker.node.memory", "memory", share::memory);
    service.pass("stoker.node.labels", "labels");
    service.pass("stoker.node.drain-on-stop", "drain-on-stop");
    return service.words(line.installation().nodeJar());
  }

  private Home home(ServiceLine service, String name) {
    return Home.at(
        service
            .given("stoker.node.home", "home")
            .map(Path::of)
            .orElseGet(() -> line.installation().root().resolve("var/nodes").resolve(name)));
  }

  /** A node that has joined keeps its identity and needs no token any more. */
  private static void checkToken(ServiceLine service, Home home) {
    if (Files.exists(home.directory().resolve("identity.json"))) {
      return;
    }
    String token =
        service
            .given("stoker.node.token-file", "token-file")
            .orElseThrow(() -> service.missing("token-file"));
    if (!Files.isReadable(Path.of(token))) {
      throw new UsageException("node: --token-file %s cannot be read".formatted(token));
    }
  }

  private static Servers platform(ServiceLine service) {
    String text =
        service
            .given("stoker.node.platform-url", "platform")
            .orElseThrow(() -> service.missing("platform"));
    try {
      return Servers.of(text);
    } catch (IllegalArgumentException e) {
      throw new UsageException("node: --platform: " + e.getMessage());
    }
  }

  private static String machineName() {
    try {
      String name = InetAddress.getLocalHost().getHostName().toLowerCase(Locale.ROOT);
      return name.replaceAll("[^a-z0-9.-]", "-");
    } catch (UnknownHostException e) {
      throw new UsageException("node: this machine has no name; give --name");
    }
  }

  /** The local address of the way to the platform; nothing is sent to find it. */
  private static String address(URI platform) {
    int port = platform.getPort() < 0 ? 7700 : platform.getPort();
    try (var socket = new DatagramSocket()) {
      socket.connect(new InetSocketAddress(platform.getHost(), port));
      return socket.getLocalAddress().getHostAddress();
    } catch (IOException | RuntimeException e) {
      throw new UsageException(
          "node: no way to %s was found (%s); give --host".formatted(platform, e.getMessage()));
    }
  }
}
