package io.stoker.cli.machine;

import io.stoker.cli.terminal.CommandException;
import java.nio.file.Path;

/** A service that this command has just started. */
record StartedService(String name, Process process, Path log) {
  private static final int LINES = 25;

  /** Fails with the end of its log when it has ended. */
  void requireAlive() {
    if (!process.isAlive()) {
      throw new CommandException(
          "The service %s ended with exit code %d. Its log %s ends:\n%s"
              .formatted(name, process.exitValue(), log, LogTail.of(log, LINES)));
    }
  }
}
