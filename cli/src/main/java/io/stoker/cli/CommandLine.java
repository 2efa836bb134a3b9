package io.stoker.cli;

import io.stoker.cli.machine.Home;
import io.stoker.cli.machine.Installation;
import io.stoker.cli.terminal.Options;
import io.stoker.cli.terminal.Terminal;
import io.stoker.cli.terminal.UsageException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What was typed, and where it was typed.
 *
 * @param environment the variables of the shell
 */
record CommandLine(
    String command,
    List<String> words,
    Installation installation,
    Terminal terminal,
    Map<String, String> environment) {
  Options options(String... known) {
    return Options.parse(command, words, List.of(known));
  }

  /** {@code --home}, or {@code STOKER_HOME}, or {@code var} in Stoker's directory. */
  Home home(Options options) {
    return Home.at(
        options
            .text("home")
            .or(() -> variable("STOKER_HOME"))
            .map(Path::of)
            .orElseGet(() -> installation.root().resolve("var")));
  }

  Optional<String> variable(String name) {
    return Optional.ofNullable(environment.get(name)).filter(value -> !value.isBlank());
  }

  UsageException unknown() {
    return new UsageException(
        "'%s' is not a command. See %s help".formatted(command, installation.command()));
  }
}
