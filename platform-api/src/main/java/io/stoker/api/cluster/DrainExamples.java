package io.stoker.api.cluster;

/** Bodies that the console offers; a test sends each of them to a server. */
final class DrainExamples {
  static final String WAIT = "{}";

  static final String MOVE =
      """
      {"deadline": "PT30M", "reason": "new kernel", "drivers": "MOVE"}
      """;

  private DrainExamples() {}
}
