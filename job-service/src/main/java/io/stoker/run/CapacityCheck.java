package io.stoker.run;

import io.stoker.cluster.PlacementNeed;
import java.util.Optional;

/** Port: whether the cluster, were it idle, could ever hold a run, and its queue admit it. */
public interface CapacityCheck {
  /**
   * Compares needs with what the nodes have in all, with their labels, and with the most that a
   * queue may take.
   *
   * @return why they can never be met; empty when they can
   */
  Optional<Misfit> whyNever(String queue, PlacementNeed driver, PlacementNeed executor);
}
