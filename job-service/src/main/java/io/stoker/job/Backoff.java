package io.stoker.job;

import io.stoker.error.Violations;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import org.jspecify.annotations.Nullable;

/** The pause between two attempts. */
final class Backoff {
  static final Duration DEFAULT = Duration.ofSeconds(10);
  private static final Duration MAX = Duration.ofHours(1);
  private static final String POINTER = "/retry/backoff";

  private Backoff() {}

  static Duration checked(@Nullable String text, Violations violations) {
    if (text == null) {
      return DEFAULT;
    }
    try {
      Duration pause = Duration.parse(text);
      if (pause.isNegative() || pause.compareTo(MAX) > 0) {
        violations.add(POINTER, "OUT_OF_RANGE", "must be from PT0S to PT1H, but is " + text);
      }
      return pause;
    } catch (DateTimeParseException e) {
      violations.add(
          POINTER, "NOT_A_DURATION", "must be an ISO-8601 duration as PT10S, but is " + text);
      return DEFAULT;
    }
  }
}
