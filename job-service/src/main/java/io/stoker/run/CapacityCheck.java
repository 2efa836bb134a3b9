package io.stoker.run;

import io.stoker.cluster.PlacementNeed;
import java.util.Optional;

/** Port: whether the cluster, were it idle, could ever hold a run. */
public interface CapacityCheck {
  /**
   * Compares needs with what the nodes have in all, and with their labels.
   *
   * @return why no node can ever hold them; empty when one can
   */
  Optional<Misfit> whyNever(PlacementNeed driver, PlacementNeed executor);
}
