package io.stoker.allocation;

import io.stoker.cluster.NodeState;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How much of a run the nodes could hold.
 *
 * @param executorsNow executors for which there is room at this moment, beside the driver
 * @param executorsAtAll the same, were all nodes up and idle
 * @param never why no node can ever hold driver or executor, with the arithmetic; null when one can
 */
public record Fit(
    List<OnNode> nodes, int executorsNow, int executorsAtAll, @Nullable String never) {

  /**
   * What one node could hold of it, were nothing of it elsewhere: the driver, or so many executors.
   *
   * @param driverAtAll were the node up and idle
   */
  public record OnNode(
      String node,
      NodeState state,
      boolean driverNow,
      boolean driverAtAll,
      int executorsNow,
      int executorsAtAll) {}
}
