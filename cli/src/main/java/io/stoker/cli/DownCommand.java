package io.stoker.cli;

import io.stoker.cli.machine.Shutdown;

/** {@code stoker down}: stops everything of a home; running it again does no harm. */
record DownCommand(CommandLine line) {
  int run() throws InterruptedException {
    new Shutdown(line.home(line.options("home")), line.terminal()).down();
    return 0;
  }
}
