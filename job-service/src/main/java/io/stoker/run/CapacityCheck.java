package io.stoker.run;

import io.stoker.cluster.ProcessNeed;
import java.util.Optional;

/** Port: whether the cluster, were it idle, could ever hold a run. */
public interface CapacityCheck {
  /**
   * Compares needs with what the nodes have in all.
   *
   * @return why no node can ever hold them, with the arithmetic; empty when one can
   */
  Optional<String> whyNever(ProcessNeed driver, ProcessNeed executor);
}
