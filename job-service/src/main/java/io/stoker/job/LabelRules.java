package io.stoker.job;

import io.stoker.error.Violation;
import io.stoker.error.Violations;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What labels may look like, those of a job and those that it asks of nodes. */
final class LabelRules {
  private static final int MAX_LABELS = 64;
  private static final int MAX_KEY = 63;
  private static final int MAX_VALUE = 255;

  private final Violations violations;

  LabelRules(Violations violations) {
    this.violations = violations;
  }

  Map<String, String> checked(String pointer, @Nullable Map<String, String> labels) {
    Map<String, String> checked = new TreeMap<>();
    if (labels == null) {
      return checked;
    }
    if (labels.size() > MAX_LABELS) {
      violations.add(pointer, "TOO_MANY", "may have at most " + MAX_LABELS);
    }
    labels.forEach(
        (key, value) -> {
          if (key.isBlank() || key.length() > MAX_KEY || key.contains("=")) {
            violations.add(
                Violation.pointer(pointer, key),
                "INVALID",
                "must have a key of 1 to " + MAX_KEY + " characters without =");
          } else if (value == null || value.length() > MAX_VALUE) {
            violations.add(
                Violation.pointer(pointer, key),
                "INVALID",
                "must be a text of at most " + MAX_VALUE + " characters");
          } else {
            checked.put(key, value);
          }
        });
    return checked;
  }
}
