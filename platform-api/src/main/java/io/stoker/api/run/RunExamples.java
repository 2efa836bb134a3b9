package io.stoker.api.run;

/** Bodies that the console offers; a test sends each of them to a server. */
final class RunExamples {
  static final String DEFAULTS = "{}";

  static final String PARAMETERS =
      """
      {"parameters": {"minDelay": 60}}
      """;

  private RunExamples() {}
}
