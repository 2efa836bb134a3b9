package io.stoker.cli;

import io.stoker.cli.machine.Installation;
import io.stoker.cli.terminal.Options;
import io.stoker.cli.terminal.UsageException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The command line of a service that a person or a supervisor starts in the foreground. A setting
 * comes from an option of ours, from a word as {@code --stoker.storage=…} that the service itself
 * understands, or from the environment; only where none of them says anything does ours have to
 * know better.
 */
final class ServiceLine {
  private static final String HEAP = "384m";

  private final CommandLine line;
  private final List<String> settings;
  private final Options options;
  private final List<String> decided = new ArrayList<>();

  /**
   * @param known names of the command's own options, besides {@code heap}
   */
  ServiceLine(CommandLine line, List<String> known) {
    this.line = line;
    this.settings = line.words().stream().filter(ServiceLine::isSetting).toList();
    List<String> own = line.words().stream().filter(word -> !isSetting(word)).toList();
    List<String> all = new ArrayList<>(known);
    all.add("heap");
    this.options = Options.parse(line.command(), own, all);
  }

  Options options() {
    return options;
  }

  /** What is given for a setting: by our option, by a word of the service, by a variable. */
  Optional<String> given(String setting, String option) {
    return options.text(option).or(() -> word(setting)).or(() -> variable(setting));
  }

  /** Hands an option on when it was given. */
  void pass(String setting, String option) {
    options.text(option).ifPresent(value -> decide(setting, value));
  }

  /** Hands an option on, or a default when nothing else decides. */
  void pass(String setting, String option, Supplier<String> otherwise) {
    if (options.text(option).isPresent()) {
      pass(setting, option);
    } else if (given(setting, option).isEmpty()) {
      decide(setting, otherwise.get());
    }
  }

  /** Says a setting aloud even when a variable gives it: processes are found by their words. */
  void show(String setting, String option, Object value) {
    if (word(setting).isEmpty() || options.text(option).isPresent()) {
      decide(setting, value.toString());
    }
  }

  UsageException missing(String option) {
    return new UsageException("%s: --%s is missing".formatted(line.command(), option));
  }

  List<String> words(Path jar) {
    String heap = options.text("heap").orElse(HEAP);
    if (!heap.matches("[0-9]+[kmgKMG]")) {
      throw new UsageException(
          "%s: --heap must be a size as 512m, not '%s'".formatted(line.command(), heap));
    }
    List<String> words = new ArrayList<>();
    words.add(Installation.java().toString());
    words.addAll(List.of("-Xmx" + heap, "-XX:+ExitOnOutOfMemoryError", "-jar", jar.toString()));
    words.addAll(decided);
    words.addAll(settings);
    return words;
  }

  private void decide(String setting, String value) {
    if (word(setting).isPresent()) {
      throw new UsageException(
          "%s: --%s is given twice, once as an option of the command"
              .formatted(line.command(), setting));
    }
    decided.add("--" + setting + "=" + value);
  }

  /** The service's own settings have dots in their names, our options have none. */
  private static boolean isSetting(String word) {
    return word.matches("--[a-z0-9-]+(\\.[^=]+)+=.*");
  }

  private Optional<String> word(String setting) {
    String start = "--" + setting + "=";
    return settings.stream()
        .filter(word -> word.startsWith(start))
        .map(word -> word.substring(start.length()))
        .findFirst();
  }

  /** A variable may write a dash as an underscore or leave it out. */
  private Optional<String> variable(String setting) {
    String name = setting.replace('.', '_').toUpperCase(Locale.ROOT);
    return line.variable(name.replace("-", "")).or(() -> line.variable(name.replace('-', '_')));
  }
}
