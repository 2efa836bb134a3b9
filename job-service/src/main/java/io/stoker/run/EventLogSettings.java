package io.stoker.run;

import java.time.Duration;

/**
 * What becomes of Spark's event logs.
 *
 * @param enabled whether attempts that start from now on write one
 * @param keep from an attempt's end until its event log is deleted
 */
public record EventLogSettings(boolean enabled, Duration keep) {
  public static final EventLogSettings DEFAULTS = new EventLogSettings(true, Duration.ofDays(30));
}
