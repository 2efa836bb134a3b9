package io.stoker.api.cluster;

import io.stoker.cluster.ClusterSettings;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How patient the platform is with nodes and processes, under {@code stoker.cluster.}. Ticks are
 * seconds in which a server was up: downtime of the platform counts against nobody.
 *
 * @param unreachableAfterTicks without a report until a node gets no new work
 * @param lostAfterTicks without a report until a node's processes count as gone; a node that hears
 *     nothing from any server stops them itself after {@code stoker.node.self-stop-after}, 10 min:
 *     a minute more than that, since its last call and the ends of processes take time
 * @param startTicks from sending an assignment to a node until the node must have said something of
 *     it
 * @param finishTicks that a process has to end by itself when its attempt is over
 * @param stopGrace between SIGTERM and SIGKILL
 */
@ConfigurationProperties("stoker.cluster")
record ClusterProperties(
    @DefaultValue("20") int unreachableAfterTicks,
    @DefaultValue("660") int lostAfterTicks,
    @DefaultValue("60") int startTicks,
    @DefaultValue("15") int finishTicks,
    @DefaultValue("5s") Duration stopGrace) {

  ClusterSettings settings() {
    return new ClusterSettings(
        unreachableAfterTicks, lostAfterTicks, startTicks, finishTicks, stopGrace);
  }
}
