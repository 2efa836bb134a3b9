package io.stoker.job;

import io.stoker.error.Violation;
import io.stoker.error.Violations;
import io.stoker.memory.MemoryRules;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Checks the Spark settings of a job against {@link SparkSettingRule}. */
final class SparkSettings {
  private static final int MAX_SETTINGS = 200;
  private static final int MAX_VALUE = 4096;

  private final Violations violations;
  private final boolean program;

  /**
   * Of a job.
   *
   * @param program whether it has a program of its own, and is not of SQL
   */
  SparkSettings(Violations violations, boolean program) {
    this.violations = violations;
    this.program = program;
  }

  Map<String, String> checked(@Nullable Map<String, String> settings) {
    Map<String, String> checked = new TreeMap<>();
    if (settings == null) {
      return checked;
    }
    if (settings.size() > MAX_SETTINGS) {
      violations.add("/sparkConf", "TOO_MANY", "may have at most " + MAX_SETTINGS + " settings");
    }
    settings.forEach(
        (key, value) -> {
          check(key, value).ifPresent(violations::add);
          if (value != null) {
            checked.put(key, value);
          }
        });
    new MemoryRules(checked, violations).check();
    ExecutorFailures.check(checked, violations);
    SessionTimeZone.check(checked, violations);
    return checked;
  }

  private Optional<Violation> check(String key, @Nullable String value) {
    String pointer = Violation.pointer("/sparkConf", key);
    Optional<SparkSettingRule> found = SparkSettingRule.of(key);
    if (found.isEmpty()) {
      return found(
          pointer,
          "NOT_ALLOWED",
          "is not among the settings that a job may set, which docs/spark-settings.md lists; leave"
              + " it out");
    }
    SparkSettingRule rule = found.get();
    return switch (rule.verdict()) {
      case ALLOWED -> checkValue(pointer, rule, value);
      case OF_PROGRAMS ->
          program
              ? checkValue(pointer, rule, value)
              : found(
                  pointer,
                  "NOT_APPLICABLE",
                  "is for JAR and PYTHON jobs: it names classes, and jobs of SQL bring none");
      case OWN_FIELD ->
          program || !rule.isFieldOfPrograms()
              ? found(pointer, "HAS_OWN_FIELD", "has a field of its own: set " + rule.reason())
              : found(
                  pointer,
                  "NOT_APPLICABLE",
                  "is for JAR and PYTHON jobs, where it has a field of its own: " + rule.reason());
      case REFUSED -> found(pointer, "NOT_ALLOWED", "cannot be set by a job: " + rule.reason());
    };
  }

  private static Optional<Violation> checkValue(
      String pointer, SparkSettingRule rule, @Nullable String value) {
    if (value == null) {
      return found(pointer, "REQUIRED", "must be a text in quotes");
    }
    if (value.length() > MAX_VALUE || value.chars().anyMatch(Character::isISOControl)) {
      return found(
          pointer, "INVALID", "must be at most " + MAX_VALUE + " characters on a single line");
    }
    // Spark replaces ${env:X} and ${system:X} inside settings
    if (value.contains("${")) {
      return found(
          pointer, "NOT_ALLOWED", "must not contain ${: it would read the driver's environment");
    }
    return rule.value().holds().test(value)
        ? Optional.empty()
        : found(
            pointer, "INVALID", "must be " + rule.value().words() + ", but is \"" + value + "\"");
  }

  private static Optional<Violation> found(String pointer, String code, String message) {
    return Optional.of(new Violation(pointer, code, message));
  }
}
