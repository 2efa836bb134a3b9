package io.stoker.api.run;

import io.stoker.run.EventLogSettings;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Spark's event logs, under {@code stoker.event-log.}.
 *
 * @param enabled whether drivers that start from now on write one
 * @param keep from an attempt's end until its event log is deleted
 */
@ConfigurationProperties("stoker.event-log")
record EventLogProperties(
    @DefaultValue("true") boolean enabled, @DefaultValue("30d") Duration keep) {

  EventLogProperties {
    if (keep.isNegative()) {
      throw new IllegalArgumentException(
          "stoker.event-log.keep: " + keep + " is less than nothing");
    }
  }

  EventLogSettings settings() {
    return new EventLogSettings(enabled, keep);
  }
}
