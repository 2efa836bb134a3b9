package io.stoker.allocation;

import io.stoker.cluster.PlacementNeed;
import io.stoker.queue.Queues;
import io.stoker.run.CapacityCheck;
import io.stoker.run.Misfit;
import java.util.Optional;
import org.springframework.stereotype.Component;

/**
 * Compares what a run needs at least, a driver and one executor, with its queue as if empty and
 * with the nodes as if idle.
 */
@Component
class ClusterCapacity implements CapacityCheck {
  private final AllocationStore store;
  private final Queues queues;

  ClusterCapacity(AllocationStore store, Queues queues) {
    this.store = store;
    this.queues = queues;
  }

  /** When no node has joined only the queue is looked at: the first one may be big enough. */
  @Override
  public Optional<Misfit> whyNever(String queue, PlacementNeed driver, PlacementNeed executor) {
    return Maximum.of(queues.get(queue).spec())
        .whyNever(driver, executor)
        .or(() -> idle().whyNever(driver, executor));
  }

  IdleCluster idle() {
    return new IdleCluster(store.idleRooms());
  }
}
