package io.stoker.cli;

import io.stoker.cli.machine.Home;
import io.stoker.cli.terminal.Options;

/** What {@code up} and {@code demo} take. */
record UpOptions(Home home, int port, int nodes) {
  private static final int DEFAULT_PORT = 7700;
  private static final int DEFAULT_NODES = 2;
  private static final int MOST_NODES = 8;

  static UpOptions of(CommandLine line) {
    Options options = line.options("home", "port", "nodes");
    return new UpOptions(
        line.home(options),
        options.number("port", DEFAULT_PORT, 1, 65535),
        options.number("nodes", DEFAULT_NODES, 1, MOST_NODES));
  }
}
