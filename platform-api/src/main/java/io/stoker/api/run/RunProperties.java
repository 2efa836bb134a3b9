package io.stoker.api.run;

import io.stoker.run.RunSettings;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How patient the platform is with runs, under {@code stoker.run.}. Ticks are seconds in which a
 * server was up: downtime of the platform counts against nobody.
 *
 * @param leaseTicks without a word of an attempt's driver until the next attempt may start
 * @param endingTicks that a cancelled run waits for the proof that its processes are gone; then it
 *     ends all the same, and says what is not proven
 */
@ConfigurationProperties("stoker.run")
record RunProperties(@DefaultValue("40") int leaseTicks, @DefaultValue("60") int endingTicks) {

  RunSettings settings() {
    return new RunSettings(leaseTicks, endingTicks);
  }
}
