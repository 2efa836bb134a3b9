package io.stoker.cli;

import io.stoker.cli.platform.PlatformClient;
import io.stoker.cli.platform.ServerFile;
import io.stoker.cli.terminal.CommandException;
import io.stoker.cli.terminal.Options;
import io.stoker.cli.terminal.UsageException;
import io.stoker.contract.Page;
import io.stoker.contract.Paths;
import io.stoker.contract.cluster.DrainRequest;
import io.stoker.contract.cluster.NodeResource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import tools.jackson.core.type.TypeReference;

/** {@code stoker node drain|undrain|remove NAME}: orders about a node of a platform that runs. */
record NodeOrderCommand(CommandLine line) {
  private static final Set<String> VERBS = Set.of("drain", "undrain", "remove");
  private static final TypeReference<Page<NodeResource>> NODES = new TypeReference<>() {};
  private static final TypeReference<NodeResource> NODE = new TypeReference<>() {};
  private static final int NOT_YET = 1;
  private static final int LONGEST_WAIT = 7 * 24 * 3600;

  /** Whether the words are such an order and not a service to run. */
  static boolean isOne(CommandLine line) {
    return !line.words().isEmpty() && VERBS.contains(line.words().get(0));
  }

  int run() throws InterruptedException {
    String verb = line.words().get(0);
    if (line.words().size() < 2 || line.words().get(1).startsWith("--")) {
      throw new UsageException("node %s: the node's name is missing".formatted(verb));
    }
    String name = line.words().get(1);
    Options options =
        Options.parse("node " + verb, line.words().subList(2, line.words().size()), known(verb));
    PlatformClient platform = platform(options);
    String path = Paths.NODES + "/" + find(platform, name).id();
    return switch (verb) {
      case "drain" -> drain(platform, path, options);
      case "undrain" -> say(platform.post(path + ":undrain", Map.of(), NODE));
      default -> {
        platform.order(path + ":remove");
        line.terminal().line(name + " is removed");
        yield 0;
      }
    };
  }

  private static List<String> known(String verb) {
    return verb.equals("drain")
        ? List.of("deadline", "reason", "drivers", "wait", "home", "url", "key-file")
        : List.of("home", "url", "key-file");
  }

  private int drain(PlatformClient platform, String path, Options options)
      throws InterruptedException {
    int wait = options.number("wait", 0, 0, LONGEST_WAIT);
    DrainRequest request =
        new DrainRequest(
            options.text("deadline").orElse(null),
            options.text("reason").orElse(null),
            options.text("drivers").orElse(null));
    NodeResource node = platform.post(path + ":drain", request, NODE);
    say(node);
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(wait);
    while (!node.state().equals("DRAINED") && System.nanoTime() < end) {
      Thread.sleep(1000);
      NodeResource next = platform.get(path, NODE);
      if (!words(next).equals(words(node))) {
        say(next);
      }
      node = next;
    }
    return wait == 0 || node.state().equals("DRAINED") ? 0 : NOT_YET;
  }

  private int say(NodeResource node) {
    line.terminal().line(words(node));
    return 0;
  }

  private static String words(NodeResource node) {
    return "%s is %s, with %d drivers and %d executors"
        .formatted(node.name(), node.state(), node.drivers(), node.executors());
  }

  private static NodeResource find(PlatformClient platform, String name)
      throws InterruptedException {
    List<NodeResource> nodes = platform.get(Paths.NODES + "?pageSize=500", NODES).items();
    return nodes.stream()
        .filter(node -> node.name().equals(name) || node.id().toString().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new CommandException(
                    "There is no node '%s'. There are: %s"
                        .formatted(
                            name,
                            nodes.stream()
                                .map(NodeResource::name)
                                .sorted()
                                .collect(Collectors.joining(", ")))));
  }

  /** At an address with a key, from wherever; else the server of a home on this machine. */
  private PlatformClient platform(Options options) {
    Optional<String> url = options.text("url").or(() -> line.variable("STOKER_URL"));
    if (url.isPresent()) {
      return new PlatformClient(url.get(), key(options));
    }
    return ServerFile.read(line.home(options).serverFile())
        .map(PlatformClient::of)
        .orElseThrow(
            () ->
                new CommandException(
                    "No server runs of this home. Name another one with --home, or a server with --url and --key-file"));
  }

  private String key(Options options) {
    String file =
        options
            .text("key-file")
            .or(() -> line.variable("STOKER_KEY_FILE"))
            .orElseThrow(
                () -> new UsageException("node: --url needs --key-file, a file with an API key"));
    try {
      return Files.readString(Path.of(file)).strip();
    } catch (IOException e) {
      throw new CommandException("Cannot read the key %s: %s".formatted(file, e), e);
    }
  }
}
