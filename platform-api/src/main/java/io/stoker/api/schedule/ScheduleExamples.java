package io.stoker.api.schedule;

/** Bodies that the console offers; a test sends each of them to a server. */
final class ScheduleExamples {
  static final String NIGHTLY =
      """
      {
        "name": "nightly",
        "cron": "30 2 * * MON-FRI",
        "zone": "Europe/Berlin",
        "parameters": {"minDelay": 60},
        "catchUp": {"policy": "LAST"},
        "overlap": "SKIP"
      }
      """;

  static final String SMALLEST =
      """
      {"cron": "0 * * * *"}
      """;

  static final String QUARTZ =
      """
      {
        "cron": "0 0 6 ? * MON#1",
        "zone": "America/New_York",
        "startAt": "2026-01-01T00:00:00Z",
        "catchUp": {"policy": "ALL", "max": 10},
        "overlap": "QUEUE"
      }
      """;

  static final String PATCH =
      """
      {"cron": "0 3 * * *", "catchUp": {"policy": "NONE"}}
      """;

  static final String PREVIEW =
      """
      {"cron": "30 2 * * *", "zone": "Europe/Berlin", "after": "2026-03-27T00:00:00Z", "count": 5}
      """;

  private ScheduleExamples() {}
}
