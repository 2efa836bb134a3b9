package io.stoker.cli.terminal;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The options of one command line: {@code --name value} or {@code --name=value}, each once. */
public final class Options {
  private final String command;
  private final Map<String, String> values;

  private Options(String command, Map<String, String> values) {
    this.command = command;
    this.values = values;
  }

  /**
   * Reads them.
   *
   * @param words those after the command
   * @param known names without the dashes
   */
  public static Options parse(String command, List<String> words, List<String> known) {
    Map<String, String> values = new LinkedHashMap<>();
    for (int i = 0; i < words.size(); i++) {
      String word = words.get(i);
      int equals = word.indexOf('=');
      String name = option(command, equals < 0 ? word : word.substring(0, equals), known);
      String value;
      if (equals >= 0) {
        value = word.substring(equals + 1);
      } else if (i + 1 < words.size() && !words.get(i + 1).startsWith("--")) {
        value = words.get(++i);
      } else {
        throw new UsageException("%s: --%s needs a value".formatted(command, name));
      }
      if (values.put(name, value) != null) {
        throw new UsageException("%s: --%s is given twice".formatted(command, name));
      }
    }
    return new Options(command, values);
  }

  private static String option(String command, String word, List<String> known) {
    if (word.startsWith("--") && known.contains(word.substring(2))) {
      return word.substring(2);
    }
    String takes =
        known.isEmpty() ? "it takes no options" : "it takes --" + String.join(", --", known);
    throw new UsageException("%s: '%s' is not known; %s".formatted(command, word, takes));
  }

  public Optional<String> text(String name) {
    return Optional.ofNullable(values.get(name));
  }

  public String required(String name) {
    return text(name)
        .orElseThrow(() -> new UsageException("%s: --%s is missing".formatted(command, name)));
  }

  public int number(String name, int defaultValue, int least, int most) {
    String value = values.get(name);
    if (value == null) {
      return defaultValue;
    }
    try {
      int number = Integer.parseInt(value);
      if (number >= least && number <= most) {
        return number;
      }
    } catch (NumberFormatException e) {
      // said below
    }
    throw new UsageException(
        "%s: --%s must be a whole number from %d to %d, not '%s'"
            .formatted(command, name, least, most, value));
  }
}
