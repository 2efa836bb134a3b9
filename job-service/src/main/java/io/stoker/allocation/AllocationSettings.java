package io.stoker.allocation;

/**
 * How patient the platform is with a cluster that is too small. Ticks are seconds in which a server
 * was up.
 *
 * @param misfitTicks that a waiting run may be bigger than every node that has joined, while nodes
 *     are READY, until it fails: time for the bigger node to join
 * @param ageingTicks that a queue with a run for which there could be room may be passed over until
 *     that run comes before everything else
 * @param idleTicks that an executor is without a task until it may be let go for somebody who waits
 *     and has less
 * @param handBackTicks that an executor that is let go has to end by itself
 * @param barrierTicks that executors of a run with a barrier stage may be without a task before
 *     they count as idle; for about so long Spark itself waits for enough of them
 */
public record AllocationSettings(
    int misfitTicks, int ageingTicks, int idleTicks, int handBackTicks, int barrierTicks) {
  public static final AllocationSettings DEFAULTS = new AllocationSettings(300, 300, 10, 60, 600);
}
