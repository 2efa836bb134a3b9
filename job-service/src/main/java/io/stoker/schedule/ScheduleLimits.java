package io.stoker.schedule;

import java.time.Duration;

/**
 * What keeps schedules from harming others.
 *
 * @param missedAfter how late a nominal time may be looked at until it counts as missed, so that
 *     its schedule's catch-up decides over it
 * @param waitingPerJob runs that the schedules of one job may have waiting to start; a time that
 *     comes while there are as many gets no run
 * @param schedulesPerJob schedules that one job may have
 */
public record ScheduleLimits(Duration missedAfter, int waitingPerJob, int schedulesPerJob) {
  public static final ScheduleLimits DEFAULTS = new ScheduleLimits(Duration.ofSeconds(60), 10, 20);
}
