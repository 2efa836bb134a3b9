package io.stoker.eventlog;

import java.time.Duration;

/**
 * What becomes of Spark's event logs.
 *
 * @param enabled whether attempts that start from now on write one
 * @param keep from an attempt's end until its event log is deleted
 * @param maxTotalBytes of all together; beyond it the oldest of ended attempts are deleted earlier
 */
public record EventLogSettings(boolean enabled, Duration keep, long maxTotalBytes) {
  public static final EventLogSettings DEFAULTS =
      new EventLogSettings(true, Duration.ofDays(30), 100L << 30);

  /** A driver that nobody hears of any more may write for some minutes yet. */
  public static final Duration SHORTEST = Duration.ofHours(1);
}
