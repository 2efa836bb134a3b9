package io.stoker.job;

import io.stoker.error.Violation;
import io.stoker.error.Violations;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * How many executors of an attempt may die before it is one too many, by Spark's own settings: the
 * driver counts those that are its application's fault, the platform all that ended badly.
 *
 * @param most that are forgiven
 * @param window how long one counts
 */
public record ExecutorFailures(int most, Duration window) {
  /** As many bad ends make a loop in the smallest case. */
  public static final int LEAST = 3;

  /** Spark's own default is for ever, which ends a long run for three kills in three days. */
  public static final String DEFAULT_WINDOW = "1h";

  public static final String WINDOW = "spark.executor.failuresValidityInterval";

  static final String MOST = "spark.executor.maxNumFailures";
  private static final Duration LONGEST = Duration.ofDays(365);
  private static final int GREATEST = 1_000_000;
  private static final Pattern TIME = Pattern.compile("([0-9]{1,9})(ms|s|m|min|h|d)");

  /** Of a job with its defaults: twice what its runs may have at a time. */
  public static ExecutorFailures of(JobSpec spec) {
    String most = spec.sparkConf().get(MOST);
    int byDefault = Math.max(LEAST, 2 * spec.executor().most()) - 1;
    return new ExecutorFailures(
        most == null ? byDefault : Integer.parseInt(most),
        time(spec.sparkConf().getOrDefault(WINDOW, DEFAULT_WINDOW)).orElse(LONGEST));
  }

  static void check(Map<String, String> settings, Violations violations) {
    String most = settings.get(MOST);
    if (most != null && !isCount(most)) {
      report(violations, MOST, "must be a number from %d to %d".formatted(LEAST, GREATEST), most);
    }
    String window = settings.get(WINDOW);
    if (window != null && time(window).filter(it -> it.compareTo(Duration.ZERO) > 0).isEmpty()) {
      report(violations, WINDOW, "must be a time as 30m or 12h, at most 365d", window);
    }
  }

  private static boolean isCount(String text) {
    return text.matches("[0-9]{1,7}")
        && Integer.parseInt(text) >= LEAST
        && Integer.parseInt(text) <= GREATEST;
  }

  private static void report(Violations violations, String key, String must, @Nullable String is) {
    violations.add(Violation.pointer("/sparkConf", key), "INVALID", must + ", but is " + is);
  }

  private static Optional<Duration> time(String text) {
    Matcher time = TIME.matcher(text);
    if (!time.matches()) {
      return Optional.empty();
    }
    long amount = Long.parseLong(time.group(1));
    Duration duration =
        switch (time.group(2)) {
          case "ms" -> Duration.ofMillis(amount);
          case "s" -> Duration.ofSeconds(amount);
          case "h" -> Duration.ofHours(amount);
          case "d" -> Duration.ofDays(amount);
          default -> Duration.ofMinutes(amount);
        };
    return duration.compareTo(LONGEST) > 0 ? Optional.empty() : Optional.of(duration);
  }
}
