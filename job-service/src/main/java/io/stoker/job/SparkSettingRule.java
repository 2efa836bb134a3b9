package io.stoker.job;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What the platform thinks of Spark settings, as data: the rule that names a key most closely
 * decides, and a key that no rule matches is refused. {@code docs/spark-settings.md} is made of
 * them.
 *
 * @param keys an exact key, or a prefix when it ends with {@code *}
 * @param verdict what happens to such a key
 * @param reason for {@code OWN_FIELD} the field's JSON pointer, else words for a person
 * @param value what an allowed one may be
 */
record SparkSettingRule(String keys, Verdict verdict, String reason, SettingValue value) {

  /** What happens to a key. */
  enum Verdict {
    ALLOWED,
    /** Jobs with a program of their own may set it. */
    OF_PROGRAMS,
    /** A field of the job says the same. */
    OWN_FIELD,
    REFUSED
  }

  static final String EXECUTORS_BY_LOAD =
      "when executors come and go; for jobs with `dynamicAllocation`";

  /** All of them, in the order in which people read them. */
  static final List<SparkSettingRule> ALL =
      Stream.of(AllowedSettings.RULES, FieldSettings.RULES, RefusedSettings.RULES)
          .flatMap(List::stream)
          .toList();

  /** A definition is shown to whoever may read jobs. */
  static final SparkSettingRule SECRETS =
      new SparkSettingRule(
          "spark.sql.catalog.*secret*",
          Verdict.REFUSED,
          "names with secret, password, token, credential or access key: definitions are shown to"
              + " whoever may read jobs, so let the program read its secrets itself",
          SettingValue.ANY);

  static final SparkSettingRule JVM_OPTIONS =
      new SparkSettingRule(
          "spark.*JavaOptions",
          Verdict.REFUSED,
          "the node writes the JVM options of its processes: heap, memory limits and logs depend on"
              + " them",
          SettingValue.ANY);

  /** As Spark finds out what it must not show. */
  private static final Pattern SECRET =
      Pattern.compile(
          "(?i)spark\\.sql\\.catalog\\..*(secret|password|token|credential|access.?key).*");

  static Optional<SparkSettingRule> of(String key) {
    if (key.endsWith("JavaOptions")) {
      return Optional.of(JVM_OPTIONS);
    }
    if (SECRET.matcher(key).matches()) {
      return Optional.of(SECRETS);
    }
    return ALL.stream()
        .filter(rule -> rule.matches(key))
        .max(
            Comparator.comparing(
                rule -> rule.keys.equals(key) ? Integer.MAX_VALUE : rule.keys.length()));
  }

  /** Whether it is allowed, and means something to jobs with dynamic allocation only. */
  boolean isOfExecutorsByLoad() {
    return reason.equals(EXECUTORS_BY_LOAD);
  }

  /** Whether its field is one that programs have and SQL has not. */
  boolean isFieldOfPrograms() {
    return verdict == Verdict.OWN_FIELD && reason.startsWith("/application/");
  }

  private boolean matches(String key) {
    return keys.endsWith("*")
        ? key.startsWith(keys.substring(0, keys.length() - 1))
        : key.equals(keys);
  }

  /** Whatever Spark takes. */
  static Stream<SparkSettingRule> allowed(String reason, String... keys) {
    return rules(Verdict.ALLOWED, reason, keys);
  }

  /** Within bounds. */
  static Stream<SparkSettingRule> allowed(String reason, SettingValue value, String key) {
    return Stream.of(new SparkSettingRule(key, Verdict.ALLOWED, reason, value));
  }

  static Stream<SparkSettingRule> ofPrograms(String reason, String... keys) {
    return rules(Verdict.OF_PROGRAMS, reason, keys);
  }

  static Stream<SparkSettingRule> ownField(String pointer, String... keys) {
    return rules(Verdict.OWN_FIELD, pointer, keys);
  }

  static Stream<SparkSettingRule> refused(String reason, String... keys) {
    return rules(Verdict.REFUSED, reason, keys);
  }

  private static Stream<SparkSettingRule> rules(Verdict verdict, String reason, String... keys) {
    return Stream.of(keys).map(key -> new SparkSettingRule(key, verdict, reason, SettingValue.ANY));
  }
}
