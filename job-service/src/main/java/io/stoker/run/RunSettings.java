package io.stoker.run;

import java.time.Duration;

/**
 * How patient the platform is with runs. Ticks are seconds in which a server was up.
 *
 * @param leaseTicks without a word of an attempt's driver until the attempt is given up
 * @param endingTicks that a run which was ordered to end waits for the proof that its processes are
 *     gone
 * @param sweepEvery between two searches of the storage for files of attempts that have ended
 *     without a result
 */
public record RunSettings(int leaseTicks, int endingTicks, Duration sweepEvery) {
  public static final RunSettings DEFAULTS = new RunSettings(40, 60, Duration.ofMinutes(1));
}
