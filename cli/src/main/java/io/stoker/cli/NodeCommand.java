package io.stoker.cli;

import io.stoker.cli.machine.Installation;
import io.stoker.cli.machine.MachineShare;
import io.stoker.cli.terminal.CommandException;
import io.stoker.cli.terminal.Options;
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
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** {@code stoker node}: runs the service of one executor node until Ctrl-C. */
record NodeCommand(CommandLine line) {
  int run() throws InterruptedException {
    List<String> command = command();
    line.terminal()
        .line("Ctrl-C stops the node's service; the drivers and executors that it started go on.");
    Process service = start(command);
    try {
      return service.waitFor();
    } finally {
      service.destroy();
      boolean interrupted = Thread.interrupted();
      service.waitFor();
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** The command line of the service. */
  List<String> command() {
    Options options =
        line.options("platform", "token-file", "name", "host", "cores", "memory", "labels", "home");
    Servers platform = platform(options.required("platform"));
    Path token = Path.of(options.required("token-file")).toAbsolutePath();
    if (!Files.isReadable(token)) {
      throw new UsageException("node: --token-file %s cannot be read".formatted(token));
    }
    var machine = MachineShare.Machine.current();
    MachineShare share = MachineShare.of(machine, 1);
    String name = options.text("name").orElseGet(NodeCommand::machineName);
    Path home =
        options
            .text("home")
            .map(Path::of)
            .orElseGet(() -> line.installation().root().resolve("var/nodes").resolve(name));
    List<String> command = new ArrayList<>();
    command.addAll(List.of(Installation.java().toString(), "-Xmx384m", "-jar"));
    command.add(line.installation().nodeJar().toString());
    command.add("--stoker.node.name=" + name);
    command.add(
        "--stoker.node.host=" + options.text("host").orElseGet(() -> address(platform.current())));
    command.add("--stoker.node.platform-url=" + platform);
    command.add("--stoker.node.token-file=" + token);
    command.add("--stoker.node.home=" + home.toAbsolutePath());
    command.add("--stoker.node.spark-home=" + line.installation().spark());
    command.add("--stoker.node.cores=" + options.number("cores", share.cores(), 1, 4096));
    command.add("--stoker.node.memory=" + options.text("memory").orElse(share.memory()));
    options.text("labels").ifPresent(labels -> command.add("--stoker.node.labels=" + labels));
    return command;
  }

  private static Process start(List<String> command) {
    try {
      return new ProcessBuilder(command).inheritIO().start();
    } catch (IOException e) {
      throw new CommandException("Cannot start the node: " + e.getMessage(), e);
    }
  }

  private static Servers platform(String text) {
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
