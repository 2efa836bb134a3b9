package io.stoker.api.run;

import io.stoker.run.RunSettings;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How patient the platform is with runs, under {@code stoker.run.}. Ticks are seconds in which a
 * server was up: downtime of the platform counts against nobody.
 *
 * @param leaseTicks without a word of an attempt's driver until the next attempt may start
 * @param endingTicks that a cancelled run waits for the proof that its processes are gone; then it
 *     ends all the same, and says what is not proven
 * @param sweepEvery between two searches of the storage for files of attempts that have ended
 *     without a result, and for tables of those that have one; logs are kept
 */
@ConfigurationProperties("stoker.run")
record RunProperties(
    @DefaultValue("40") int leaseTicks,
    @DefaultValue("60") int endingTicks,
    @DefaultValue("1m") Duration sweepEvery) {

  RunSettings settings() {
    return new RunSettings(leaseTicks, endingTicks, sweepEvery);
  }
}
