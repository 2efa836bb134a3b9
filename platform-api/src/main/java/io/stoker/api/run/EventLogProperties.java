package io.stoker.api.run;

import io.stoker.eventlog.EventLogSettings;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * Spark's event logs, under {@code stoker.event-log.}.
 *
 * @param enabled whether drivers that start from now on write one
 * @param keep from an attempt's end until its event log is deleted
 * @param maxTotal of all event logs together, looked at each hour; beyond it those that were
 *     written to longest ago are deleted earlier, until an hour after their attempts' ends
 */
@ConfigurationProperties("stoker.event-log")
record EventLogProperties(
    @DefaultValue("true") boolean enabled,
    @DefaultValue("30d") Duration keep,
    @DefaultValue("100GB") DataSize maxTotal) {

  EventLogProperties {
    if (keep.compareTo(EventLogSettings.SHORTEST) < 0) {
      throw new IllegalArgumentException(
          "stoker.event-log.keep: " + keep + " is too short: at least 1h");
    }
    if (maxTotal.isNegative()) {
      throw new IllegalArgumentException(
          "stoker.event-log.max-total: " + maxTotal + " is negative: write a size as 100GB");
    }
  }

  EventLogSettings settings() {
    return new EventLogSettings(enabled, keep, maxTotal.toBytes());
  }
}
