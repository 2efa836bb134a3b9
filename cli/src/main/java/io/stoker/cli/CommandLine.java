package io.stoker.cli;

import io.stoker.cli.machine.Home;
import io.stoker.cli.machine.Installation;
import io.stoker.cli.terminal.Options;
import io.stoker.cli.terminal.Terminal;
import io.stoker.cli.terminal.UsageException;
import java.nio.file.Path;
import java.util.List;

/** What was typed, and where it was typed. */
record CommandLine(
    String command, List<String> words, Installation installation, Terminal terminal) {
  Options options(String... known) {
    return Options.parse(command, words, List.of(known));
  }

  /** {@code --home}, or {@code var} in the repository. */
  Home home(Options options) {
    return Home.at(
        options.text("home").map(Path::of).orElseGet(() -> installation.root().resolve("var")));
  }

  UsageException unknown() {
    return new UsageException("'%s' is not a command. See ./stoker help".formatted(command));
  }
}
