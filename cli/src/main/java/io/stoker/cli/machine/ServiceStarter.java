package io.stoker.cli.machine;

import io.stoker.cli.terminal.CommandException;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Starts a packaged service so that it outlives this command and never hears its Ctrl-C. */
final class ServiceStarter {
  private final Home home;
  private final Installation installation;

  ServiceStarter(Home home, Installation installation) {
    this.home = home;
    this.installation = installation;
  }

  StartedService server(int port) {
    return start(
        "server",
        installation.serverJar(),
        List.of("--stoker.home=" + home, "--server.port=" + port));
  }

  /**
   * @param number from 1; also chooses the node's loopback address
   */
  StartedService node(int number, String platformUrl, MachineShare share) {
    String name = nodeName(number);
    return start(
        name,
        installation.nodeJar(),
        List.of(
            "--stoker.node.name=" + name,
            "--stoker.node.host=127.0.0." + (number + 1),
            "--stoker.node.platform-url=" + platformUrl,
            "--stoker.node.token-file=" + home.joinToken(),
            "--stoker.node.home=" + home.node(name),
            "--stoker.node.spark-home=" + installation.spark(),
            "--stoker.node.class-archives=" + home.classArchives(),
            "--stoker.node.cores=" + share.cores(),
            "--stoker.node.memory=" + share.memory(),
            "--stoker.node.labels=zone=" + (char) ('a' + number - 1)));
  }

  static String nodeName(int number) {
    return "node-" + number;
  }

  private StartedService start(String name, Path jar, List<String> arguments) {
    List<String> command = new ArrayList<>();
    command.add("setsid");
    command.add(Installation.java().toString());
    command.addAll(List.of("-Xmx384m", "-XX:+ExitOnOutOfMemoryError", "-jar", jar.toString()));
    command.addAll(arguments);
    Path log = home.log(name);
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(home.directory().toFile())
            .redirectInput(new File("/dev/null"))
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
            .redirectErrorStream(true);
    try {
      return new StartedService(name, builder.start(), log);
    } catch (IOException e) {
      throw new CommandException("Cannot start %s: %s".formatted(name, e.getMessage()), e);
    }
  }
}
