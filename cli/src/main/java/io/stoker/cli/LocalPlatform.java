package io.stoker.cli;

import io.stoker.cli.machine.Home;
import io.stoker.cli.machine.Shutdown;
import io.stoker.cli.machine.Startup;
import io.stoker.cli.platform.ServerFile;
import java.util.Optional;

/**
 * A platform that a command has brought up.
 *
 * @param wasUp whether it was there before, so that it is not this command's to stop
 */
record LocalPlatform(Home home, ServerFile server, boolean wasUp) {
  /** What was started by a start that fails or is interrupted is stopped again. */
  static LocalPlatform up(CommandLine line, UpOptions options) throws InterruptedException {
    Optional<ServerFile> complete = Startup.complete(options.home(), options.nodes());
    if (complete.isPresent()) {
      return new LocalPlatform(options.home(), complete.get(), true);
    }
    Home home = options.home().create();
    boolean fresh = Startup.nothingRuns(home);
    boolean ready = false;
    try {
      var startup = new Startup(home, line.installation(), line.terminal());
      ServerFile server = startup.up(options.port(), options.nodes());
      ready = true;
      return new LocalPlatform(home, server, !fresh);
    } finally {
      if (fresh && !ready) {
        down(line, home);
      }
    }
  }

  /** Also after Ctrl-C, whose interrupt must not cut the stop short. */
  static void down(CommandLine line, Home home) throws InterruptedException {
    boolean interrupted = Thread.interrupted();
    line.terminal().line("Stopping");
    try {
      new Shutdown(home, line.terminal()).down();
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
