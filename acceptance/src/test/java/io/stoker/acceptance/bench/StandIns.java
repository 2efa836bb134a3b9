package io.stoker.acceptance.bench;

import java.util.Map;

/** Job definitions whose runs are stand-ins' by a script, and one whose runs are Spark's. */
final class StandIns {
  private StandIns() {}

  /** A driver and an executor; the parameter {@code script} says what they do differently. */
  static Map<String, ?> job() {
    return definition("select :script", Map.of("script", parameter()));
  }

  /** The same amounts for real Spark. */
  static Map<String, ?> query(String sql) {
    return definition(sql, Map.of());
  }

  private static Map<String, ?> parameter() {
    return Map.of("type", "string", "default", "succeed");
  }

  private static Map<String, ?> definition(String sql, Map<String, ?> parameters) {
    return Map.of(
        "application", Map.of("type", "SQL", "sql", sql),
        "parameters", parameters,
        "result", Map.of("format", "parquet"),
        "driver", Map.of("cores", 1, "memory", "450m"),
        "executor", Map.of("instances", 1, "cores", 1, "memory", "450m"),
        "retry", Map.of("maxAttempts", 3, "backoff", "PT1S"));
  }
}
