package io.stoker.allocation;

import static io.stoker.cluster.ClusterBench.GIB;
import static io.stoker.cluster.ClusterBench.MIB;

import io.stoker.job.JobSpec;
import io.stoker.placement.NodeSelector;
import io.stoker.placement.PlacementStrategy;
import io.stoker.queue.Queue;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/** A job of a random cluster, and by arithmetic of its own where it could run. */
record JobKind(
    String name,
    String queue,
    JobSpec.Driver driver,
    JobSpec.Executor executor,
    PlacementStrategy placement) {
  /** Beside the heap of each process. */
  private static final long OVERHEAD = 384 * MIB;

  /** Each of them fits on the machines that a cluster begins with, and into its queue. */
  static List<JobKind> first() {
    var middle = new JobSpec.Executor(3, 1, GIB);
    var zone = new NodeSelector(Map.of("zone", "1"), Map.of());
    var disk = new NodeSelector(Map.of("disk", "ssd"), Map.of());
    var fond = new NodeSelector(Map.of(), Map.of("zone", "2"));
    var dynamic = new JobSpec.DynamicAllocation(0, 4, Duration.ofMinutes(1), Duration.ofSeconds(1));
    return List.of(
        small(Queue.DEFAULT, "small"),
        spread("steady", "middle", new JobSpec.Driver(1000, GIB), middle),
        spread(
            "urgent",
            "large",
            new JobSpec.Driver(2000, 2 * GIB),
            new JobSpec.Executor(2, 2, 2 * GIB)),
        spread("urgent", "brief", new JobSpec.Driver(500, 512 * MIB), middle),
        spread("poor", "wide", new JobSpec.Driver(1000, 3 * GIB), new JobSpec.Executor(1, 3, GIB)),
        spread(
            Queue.DEFAULT,
            "elastic",
            new JobSpec.Driver(500, GIB),
            new JobSpec.Executor(1, 1, GIB, NodeSelector.ANY, dynamic)),
        new JobKind(
            "zoned",
            Queue.DEFAULT,
            new JobSpec.Driver(500, GIB, zone),
            new JobSpec.Executor(2, 1, GIB, disk),
            PlacementStrategy.PACK),
        new JobKind(
            "fond",
            Queue.DEFAULT,
            new JobSpec.Driver(500, GIB),
            new JobSpec.Executor(2, 1, GIB, fond),
            PlacementStrategy.PACK));
  }

  static JobKind small(String queue, String name) {
    return spread(queue, name, new JobSpec.Driver(500, 512 * MIB), new JobSpec.Executor(1, 1, GIB));
  }

  private static JobKind spread(
      String queue, String name, JobSpec.Driver driver, JobSpec.Executor executor) {
    return new JobKind(name, queue, driver, executor, PlacementStrategy.SPREAD);
  }

  /** Whether its driver and an executor would have room, did nothing else run on the machines. */
  boolean fits(Collection<Machine> machines) {
    return machines.stream()
        .filter(this::driverMayUse)
        .anyMatch(
            one ->
                machines.stream()
                    .filter(this::executorMayUse)
                    .anyMatch(other -> one == other ? holdsBoth(one) : holdsEach(one, other)));
  }

  /** Whether either of its processes may go to a machine, were there room. */
  boolean mayUse(Machine machine) {
    return driverMayUse(machine) || executorMayUse(machine);
  }

  boolean driverMayUse(Machine machine) {
    return driver.nodeSelector().admits(machine.labels());
  }

  private boolean executorMayUse(Machine machine) {
    return executor.nodeSelector().admits(machine.labels());
  }

  private boolean holdsBoth(Machine machine) {
    return machine.holds(
        driver.coresMilli() + executor.cores() * 1000L,
        driver.heapBytes() + executor.heapBytes() + 2 * OVERHEAD);
  }

  private boolean holdsEach(Machine one, Machine other) {
    return one.holds(driver.coresMilli(), driver.heapBytes() + OVERHEAD)
        && other.holds(executor.cores() * 1000L, executor.heapBytes() + OVERHEAD);
  }
}
