package io.stoker.api.cluster;

import io.stoker.allocation.AllocationSettings;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How patient the platform is with a cluster that is too small, under {@code stoker.allocation.}.
 * Ticks are seconds in which a server was up.
 *
 * @param misfitTicks that a waiting run may be bigger than every node that has joined, while nodes
 *     are READY, until it fails with DOES_NOT_FIT; longer where big nodes join late
 * @param ageingTicks that a queue with a run for which there could be room may be passed over until
 *     that run comes before everything else, guaranteed shares and priorities included
 * @param idleTicks that an executor is without a task until it may be let go for somebody who waits
 *     and has less
 * @param handBackTicks that an executor that is let go for another queue, its blocks handed on, has
 *     until it is stopped
 * @param barrierTicks that executors of a run with a barrier stage, whose tasks start together or
 *     not at all, may be without a task before they count as idle
 */
@ConfigurationProperties("stoker.allocation")
record AllocationProperties(
    @DefaultValue("300") int misfitTicks,
    @DefaultValue("300") int ageingTicks,
    @DefaultValue("10") int idleTicks,
    @DefaultValue("60") int handBackTicks,
    @DefaultValue("600") int barrierTicks) {

  AllocationSettings settings() {
    return new AllocationSettings(misfitTicks, ageingTicks, idleTicks, handBackTicks, barrierTicks);
  }
}
