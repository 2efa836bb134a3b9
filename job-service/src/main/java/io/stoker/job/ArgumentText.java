package io.stoker.job;

import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A program's argument as its job writes it: text with references to its run, each a name between a
 * dollar sign with an opening brace and a closing one. Two dollar signs before the brace stand for
 * one and no reference.
 */
public record ArgumentText(String text) {
  /** Before a parameter's name. */
  public static final String PARAMETER = "param.";

  /** What every run knows. */
  public static final Set<String> OF_RUN =
      Set.of("run.id", "run.output", "run.attempt", "run.fence", "job.name");

  private static final Pattern REFERENCE = Pattern.compile("\\$\\$\\{|\\$\\{([^}]*)(}?)");

  /** The names that it refers to. */
  public Set<String> references() {
    return REFERENCE
        .matcher(text)
        .results()
        .filter(found -> found.group(1) != null)
        .map(found -> found.group(1))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** Whether each reference ends with a brace. */
  boolean isClosed() {
    return REFERENCE
        .matcher(text)
        .results()
        .noneMatch(found -> found.group(2) != null && found.group(2).isEmpty());
  }

  /**
   * What the program gets.
   *
   * @param values by name; each name that the text refers to must be there
   */
  public String resolved(Map<String, String> values) {
    return REFERENCE
        .matcher(text)
        .replaceAll(
            found -> {
              String name = found.group(1);
              if (name == null) {
                return Matcher.quoteReplacement("${");
              }
              String value = values.get(name);
              if (value == null) {
                throw new IllegalStateException("Nothing is known of " + name);
              }
              return Matcher.quoteReplacement(value);
            });
  }
}
