package io.stoker.allocation;

import io.stoker.cluster.PlacementNeed;
import io.stoker.run.CapacityCheck;
import io.stoker.run.Misfit;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** Compares what a run needs at least, a driver and one executor, with the nodes as if idle. */
@Component
class ClusterCapacity implements CapacityCheck {
  private final AllocationStore store;

  ClusterCapacity(AllocationStore store) {
    this.store = store;
  }

  /** Empty too when no node has joined: the first one may be big enough. */
  @Override
  public Optional<Misfit> whyNever(PlacementNeed driver, PlacementNeed executor) {
    return idle().whyNever(driver, executor);
  }

  IdleCluster idle() {
    return new IdleCluster(store.idleRooms());
  }
}
