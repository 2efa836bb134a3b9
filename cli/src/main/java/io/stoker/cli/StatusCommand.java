package io.stoker.cli;

import io.stoker.cli.machine.Home;
import io.stoker.cli.platform.PlatformClient;
import io.stoker.cli.platform.ServerFile;
import io.stoker.contract.Page;
import io.stoker.contract.Paths;
import io.stoker.contract.cluster.NodeResource;
import io.stoker.database.EmbeddedPostgres;
import java.util.Locale;
import java.util.Optional;
import tools.jackson.core.type.TypeReference;

/** {@code stoker status}: what runs of a home. */
record StatusCommand(CommandLine line) {
  private static final int NOT_RUNNING = 3;
  private static final TypeReference<Page<NodeResource>> NODES = new TypeReference<>() {};

  int run() throws InterruptedException {
    Home home = line.home(line.options("home"));
    Optional<ServerFile> server = ServerFile.read(home.serverFile());
    boolean database = EmbeddedPostgres.isRunning(home.postgres());
    line.terminal()
        .line(
            "server      "
                + server
                    .map(file -> "%s/, pid %d".formatted(file.url(), file.pid()))
                    .orElse("not running"));
    line.terminal().line("PostgreSQL  " + (database ? "running" : "not running"));
    if (server.isEmpty()) {
      return NOT_RUNNING;
    }
    Page<NodeResource> nodes = PlatformClient.of(server.get()).get(Paths.NODES, NODES);
    nodes.items().forEach(node -> line.terminal().line(describe(node)));
    return 0;
  }

  private static String describe(NodeResource node) {
    return String.format(
        Locale.ROOT,
        "%-11s %s at %s, %s of %s cores and %.1f of %.1f GiB in use, %d drivers, %d executors",
        node.name(),
        node.state(),
        node.host(),
        node.coresUsed().toPlainString(),
        node.cores().toPlainString(),
        gib(node.memoryBytesUsed()),
        gib(node.memoryBytes()),
        node.drivers(),
        node.executors());
  }

  private static double gib(long bytes) {
    return bytes / (1024.0 * 1024 * 1024);
  }
}
