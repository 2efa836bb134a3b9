package io.stoker.api.schedule;

import io.stoker.schedule.ScheduleLimits;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What keeps schedules from harming others, under {@code stoker.schedules.}.
 *
 * @param missedAfter how late a time may be looked at until it counts as missed, so that its
 *     schedule's catch-up decides over it
 * @param waitingPerJob runs that the schedules of one job may have waiting to start; a time that
 *     comes while there are as many gets no run
 * @param perJob schedules that one job may have
 */
@ConfigurationProperties("stoker.schedules")
record ScheduleProperties(
    @DefaultValue("60s") Duration missedAfter,
    @DefaultValue("10") int waitingPerJob,
    @DefaultValue("20") int perJob) {

  ScheduleLimits limits() {
    return new ScheduleLimits(missedAfter, waitingPerJob, perJob);
  }
}
