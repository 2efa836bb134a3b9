package io.stoker.memory;

import io.stoker.error.Violation;
import io.stoker.error.Violations;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** Checks the values of the settings that say how large processes are. */
public final class MemoryRules {
  private static final long MIB = 1L << 20;

  /** No machine of this age gives one process more; a bigger number is a typing mistake. */
  private static final long MOST = 4L << 40;

  private final Map<String, String> settings;
  private final Violations violations;

  /**
   * Rules over a job's settings.
   *
   * @param settings of {@code /sparkConf}
   */
  public MemoryRules(Map<String, String> settings, Violations violations) {
    this.settings = settings;
    this.violations = violations;
  }

  /** Reports every wrong value. */
  public void check() {
    for (MemoryKeys process : MemoryKeys.values()) {
      size(process.overhead(), SparkSize::orMebibytes, 0);
      size(process.minimumOverhead(), SparkSize::orMebibytes, 0);
      check(
          process.overheadFactor(),
          (key, text) ->
              require(isFactor(number(text)), key, text, "must be more than 0 and at most 10"));
    }
    check(MemoryKeys.MAX_RESULT_SIZE, this::maxResultSize);
    check(
        MemoryKeys.FRACTION,
        (key, text) ->
            require(isFraction(number(text)), key, text, "must be more than 0 and less than 1"));
    check(
        MemoryKeys.STORAGE_FRACTION,
        (key, text) ->
            require(
                isStorageFraction(number(text)), key, text, "must be at least 0 and less than 1"));
    offHeap();
  }

  private void offHeap() {
    String enabled = settings.get(MemoryKeys.OFF_HEAP_ENABLED);
    boolean on = enabled != null && enabled.strip().equalsIgnoreCase("true");
    if (enabled != null && !on && !enabled.strip().equalsIgnoreCase("false")) {
      report(MemoryKeys.OFF_HEAP_ENABLED, "INVALID", "must be true or false" + butIs(enabled));
    }
    if (settings.containsKey(MemoryKeys.OFF_HEAP_SIZE) && !on) {
      report(
          MemoryKeys.OFF_HEAP_ENABLED,
          "REQUIRED",
          "must be true: without it the size of off-heap memory has no effect");
    }
    if (on && !settings.containsKey(MemoryKeys.OFF_HEAP_SIZE)) {
      report(MemoryKeys.OFF_HEAP_SIZE, "REQUIRED", "is required with off-heap memory, as 1g");
    }
    size(MemoryKeys.OFF_HEAP_SIZE, SparkSize::orBytes, MIB);
  }

  private interface Parser {
    OptionalLong bytes(String text);
  }

  /** Whole MiB: Spark reckons with those, and drops the rest without a word. */
  private void size(String key, Parser parser, long least) {
    check(
        key,
        (name, text) -> {
          OptionalLong bytes = parser.bytes(text);
          if (bytes.isEmpty() || bytes.getAsLong() % MIB != 0) {
            report(name, "NOT_A_SIZE", "must be whole MiB with a unit, as 512m" + butIs(text));
          } else if (bytes.getAsLong() < least) {
            report(name, "TOO_SMALL", "must be at least 1m" + butIs(text));
          } else if (bytes.getAsLong() > MOST) {
            report(name, "TOO_LARGE", "must be at most 4t" + butIs(text));
          }
        });
  }

  private void maxResultSize(String key, String text) {
    if (SparkSize.orBytes(text).isEmpty()) {
      report(key, "NOT_A_SIZE", "must be a size with a unit, as 512m, or 0" + butIs(text));
    }
  }

  private void check(String key, BiConsumer<String, String> rule) {
    @Nullable String text = settings.get(key);
    if (text != null) {
      rule.accept(key, text);
    }
  }

  private void require(boolean holds, String key, String text, String rule) {
    if (!holds) {
      report(key, "OUT_OF_RANGE", rule + butIs(text));
    }
  }

  private void report(String key, String code, String message) {
    violations.add(Violation.pointer("/sparkConf", key), code, message);
  }

  private static String butIs(String text) {
    return ", but is \"" + text + "\"";
  }

  static boolean isFactor(double number) {
    return number > 0 && number <= 10;
  }

  static boolean isFraction(double number) {
    return number > 0 && number < 1;
  }

  static boolean isStorageFraction(double number) {
    return number >= 0 && number < 1;
  }

  /** Not a number when it is none. */
  static double number(String text) {
    try {
      return Double.parseDouble(text.strip());
    } catch (NumberFormatException e) {
      return Double.NaN;
    }
  }
}
