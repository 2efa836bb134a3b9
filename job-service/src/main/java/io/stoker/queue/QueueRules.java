package io.stoker.queue;

import io.stoker.error.Thousandths;
import io.stoker.error.Violations;
import io.stoker.memory.SparkSize;
import java.math.BigDecimal;
import java.util.OptionalLong;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Checks a draft in full and fills in what it leaves open. */
final class QueueRules {
  private static final Pattern NAME = Pattern.compile("[a-z0-9-]{1,63}");
  private static final int MAX_CORES = 1_000_000;
  private static final int MAX_PRIORITY = 1000;
  private static final int MAX_RUNS = 1_000_000;

  private final Violations violations;
  private final Thousandths thousandths;

  QueueRules(Violations violations) {
    this.violations = violations;
    this.thousandths = new Thousandths(violations);
  }

  QueueSpec checked(QueueDraft draft) {
    return new QueueSpec(
        name(draft.name()),
        share(draft.guaranteedShare()),
        cores(draft.maxCores()),
        memory(draft.maxMemory()),
        draft.priority() == null
            ? 0
            : within("/priority", draft.priority(), -MAX_PRIORITY, MAX_PRIORITY),
        runs("/maxRunning", draft.maxRunning()),
        runs("/maxWaiting", draft.maxWaiting()),
        Boolean.TRUE.equals(draft.preemption()));
  }

  private String name(@Nullable String name) {
    if (name == null || !NAME.matcher(name).matches()) {
      violations.add(
          "/name",
          name == null ? "REQUIRED" : "INVALID",
          "must be 1 to 63 of the characters a-z, 0-9 and -");
    }
    return name == null ? "" : name;
  }

  private int share(@Nullable BigDecimal percent) {
    return percent == null ? 0 : (int) thousandths.upTo("/guaranteedShare", percent, 100);
  }

  private @Nullable Long cores(@Nullable BigDecimal cores) {
    return cores == null ? null : (Long) thousandths.positive("/maxCores", cores, MAX_CORES);
  }

  private @Nullable Long memory(@Nullable String text) {
    if (text == null) {
      return null;
    }
    OptionalLong bytes = SparkSize.withUnit(text);
    if (bytes.isEmpty() || bytes.getAsLong() == 0) {
      violations.add(
          "/maxMemory",
          bytes.isEmpty() ? "NOT_A_SIZE" : "TOO_SMALL",
          "must be a whole number above 0 with a unit as 512m or 64g, but is \"" + text + "\"");
    }
    return bytes.orElse(1);
  }

  private @Nullable Integer runs(String pointer, @Nullable Integer runs) {
    return runs == null ? null : (Integer) within(pointer, runs, 0, MAX_RUNS);
  }

  private int within(String pointer, int value, int min, int max) {
    if (value < min || value > max) {
      violations.add(
          pointer,
          value < min ? "TOO_SMALL" : "TOO_LARGE",
          "must be from %d to %d, but is %d".formatted(min, max, value));
    }
    return value;
  }
}
