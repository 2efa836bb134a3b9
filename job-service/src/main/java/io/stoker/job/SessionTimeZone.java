package io.stoker.job;

import io.stoker.error.Violation;
import io.stoker.error.Violations;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.Map;

/** In which zone a job's days begin, and its texts of times are written. */
public final class SessionTimeZone {
  public static final String SETTING = "spark.sql.session.timeZone";

  private SessionTimeZone() {}

  /** Spark would look at it when the driver has started. */
  static void check(Map<String, String> settings, Violations violations) {
    String zone = settings.get(SETTING);
    if (zone != null && !isZone(zone)) {
      violations.add(
          Violation.pointer("/sparkConf", SETTING),
          "INVALID",
          "must be a time zone as Europe/Rome, UTC or +02:00, but is " + zone);
    }
  }

  private static boolean isZone(String text) {
    try {
      ZoneId.of(text);
      return true;
    } catch (DateTimeException e) {
      return false;
    }
  }
}
