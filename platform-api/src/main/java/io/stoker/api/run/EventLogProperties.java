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

  /** A driver that nobody hears of any more may write for some minutes yet. */
  private static final Duration SHORTEST = Duration.ofHours(1);

  EventLogProperties {
    if (keep.compareTo(SHORTEST) < 0) {
      throw new IllegalArgumentException(
          "stoker.event-log.keep: " + keep + " is too short: at least 1h");
    }
  }

  EventLogSettings settings() {
    return new EventLogSettings(enabled, keep);
  }
}
