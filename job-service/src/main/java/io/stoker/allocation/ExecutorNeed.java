package io.stoker.allocation;

import io.stoker.cluster.PlacementNeed;
import io.stoker.cluster.ProcessNeed;
import io.stoker.placement.Placement;
import java.util.Set;

/**
 * What one executor of an attempt takes, and where it may go.
 *
 * @param runtime of its driver
 * @param excludedHosts where Spark wants none
 * @param data where its tasks would find it
 */
record ExecutorNeed(
    ProcessNeed process,
    Placement placement,
    SparkRuntime runtime,
    Set<String> excludedHosts,
    LocalTasks data) {

  /** Of a run whose driver goes there. */
  static ExecutorNeed beside(Room driver, PlacementNeed need) {
    return of(driver.beside(need), driver.runtime());
  }

  /** Of a driver that has not said anything yet. */
  static ExecutorNeed of(PlacementNeed need, SparkRuntime runtime) {
    return new ExecutorNeed(need.process(), need.placement(), runtime, Set.of(), LocalTasks.NONE);
  }

  /** Whether it may go there, were there room. */
  boolean admits(Room room) {
    return admitsUnlessExcluded(room) && !excludedHosts.contains(room.host());
  }

  /** The same, were no host excluded. */
  boolean admitsUnlessExcluded(Room room) {
    return room.runtime().equals(runtime) && room.admits(placement);
  }
}
