package io.stoker.job;

import io.stoker.error.Violations;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import org.jspecify.annotations.Nullable;

/** Checks that numbers and durations are within what is allowed. */
record Bounds(Violations violations) {

  int within(String pointer, @Nullable Integer value, int absent, int min, int max) {
    if (value == null) {
      return absent;
    }
    if (value < min || value > max) {
      String code = value < min ? "TOO_SMALL" : "TOO_LARGE";
      violations.add(pointer, code, "must be from " + min + " to " + max + ", but is " + value);
    }
    return value;
  }

  /** The shortest when the text is no duration: the finding ends the request anyway. */
  Duration within(String pointer, String text, Duration min, Duration max) {
    try {
      Duration duration = Duration.parse(text);
      if (duration.compareTo(min) < 0 || duration.compareTo(max) > 0) {
        violations.add(
            pointer, "OUT_OF_RANGE", "must be from %s to %s, but is %s".formatted(min, max, text));
      }
      return duration;
    } catch (DateTimeParseException e) {
      violations.add(
          pointer, "NOT_A_DURATION", "must be an ISO-8601 duration as PT10S, but is " + text);
      return min;
    }
  }
}
