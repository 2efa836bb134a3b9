package io.stoker.api.job;

/** Definitions as clients write them. */
final class Definitions {
  private Definitions() {}

  static String smallest(String name) {
    return """
        {"name": "%s", "application": {"type": "SQL", "sql": "select 1 one"}}
        """
        .formatted(name);
  }

  static String labelled(String name, String team) {
    return """
        {"name": "%s", "application": {"type": "SQL", "sql": "select 1 one"},
         "labels": {"team": "%s"}}
        """
        .formatted(name, team);
  }
}
