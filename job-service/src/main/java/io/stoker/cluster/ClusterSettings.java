package io.stoker.cluster;

import java.time.Duration;

/**
 * How patient the platform is with nodes and processes. Ticks are seconds in which a server was up.
 *
 * @param unreachableAfterTicks without a report until a node gets no new work
 * @param lostAfterTicks without a report until a node must have stopped its processes itself: more
 *     than nodes wait, by what their last call and the end of a process may take
 * @param startTicks from sending an assignment to a node until the node must have said something of
 *     it
 * @param finishTicks that a process has to end by itself when its attempt is over
 * @param stopGrace between SIGTERM and SIGKILL
 */
public record ClusterSettings(
    int unreachableAfterTicks,
    int lostAfterTicks,
    int startTicks,
    int finishTicks,
    Duration stopGrace) {
  public static final ClusterSettings DEFAULTS =
      new ClusterSettings(20, 660, 60, 15, Duration.ofSeconds(5));
}
