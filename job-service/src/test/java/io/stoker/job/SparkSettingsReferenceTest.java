package io.stoker.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.stoker.job.SparkSettingRule.Verdict;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * {@code docs/spark-settings.md} has every rule, in its own words. What stands there outside of the
 * generated parts is written by hand.
 */
class SparkSettingsReferenceTest {
  private static final Path PAGE = Path.of("../docs/spark-settings.md");

  @Test
  void thePageIsWhatTheRulesSay() throws IOException {
    String page = Files.readString(PAGE);
    String fresh = page;
    for (Verdict verdict : Verdict.values()) {
      fresh = replace(fresh, verdict);
    }
    if (Boolean.getBoolean("docs.write")) {
      Files.writeString(PAGE, fresh);
      return;
    }

    assertThat(page).as("%s; -Ddocs.write=true writes it anew", PAGE).isEqualTo(fresh);
  }

  /** Else which of them decides would be a matter of their order. */
  @Test
  void noKeysHaveTwoRules() {
    assertThat(rules().map(SparkSettingRule::keys)).doesNotHaveDuplicates();
  }

  private static Stream<SparkSettingRule> rules() {
    return Stream.concat(
        SparkSettingRule.ALL.stream(),
        Stream.of(SparkSettingRule.SECRETS, SparkSettingRule.JVM_OPTIONS));
  }

  private static String replace(String page, Verdict verdict) {
    String begin = "<!-- generated: " + verdict + " -->\n";
    String end = "<!-- end -->\n";
    int from = page.indexOf(begin);
    int to = page.indexOf(end, from);
    assertThat(from).as("'%s' in %s", begin.strip(), PAGE).isNotNegative();
    return page.substring(0, from + begin.length()) + table(verdict) + page.substring(to);
  }

  private static String table(Verdict verdict) {
    String heading =
        switch (verdict) {
          case ALLOWED, OF_PROGRAMS -> "what it says";
          case OWN_FIELD -> "field";
          case REFUSED -> "why not";
        };
    return rules()
        .filter(rule -> rule.verdict() == verdict)
        .collect(
            Collectors.groupingBy(
                SparkSettingsReferenceTest::cell, LinkedHashMap::new, Collectors.toList()))
        .entrySet()
        .stream()
        .map(row -> "| " + names(row.getValue()) + " | " + row.getKey() + " |\n")
        .collect(Collectors.joining("", "| setting | " + heading + " |\n|---|---|\n", ""));
  }

  private static String names(List<SparkSettingRule> rules) {
    return rules.stream()
        .map(SparkSettingRule::keys)
        .sorted(Comparator.naturalOrder())
        .map(keys -> "`" + keys + "`")
        .collect(Collectors.joining(", "));
  }

  private static String cell(SparkSettingRule rule) {
    if (rule.verdict() == Verdict.OWN_FIELD) {
      return "`" + rule.reason() + "`";
    }
    String words = rule.value().words();
    return rule.reason() + (words.isEmpty() ? "" : ": " + words);
  }
}
