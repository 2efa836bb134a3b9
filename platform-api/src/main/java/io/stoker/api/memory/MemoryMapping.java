package io.stoker.api.memory;

import io.stoker.allocation.Fit;
import io.stoker.allocation.MemoryPlan;
import io.stoker.allocation.SizingWarning;
import io.stoker.contract.memory.ClusterFit;
import io.stoker.contract.memory.MemoryPlanResource;
import io.stoker.contract.memory.PlanWarning;
import io.stoker.contract.memory.ProcessMemory;
import io.stoker.job.Sizing;
import java.math.BigDecimal;
import java.util.List;

/** From the domain's records to the contract's. */
public final class MemoryMapping {
  private MemoryMapping() {}

  static MemoryPlanResource resource(MemoryPlan plan) {
    Sizing sizing = plan.sizing();
    int instances = sizing.executor().instances();
    long coresMilli = sizing.driver().coresMilli() + 1000L * instances * sizing.executor().cores();
    return new MemoryPlanResource(
        memory(plan.driver()),
        memory(plan.executor()),
        instances,
        new BigDecimal(BigDecimal.valueOf(coresMilli, 3).stripTrailingZeros().toPlainString()),
        plan.driver().containerBytes() + instances * plan.executor().containerBytes(),
        fit(plan.fit()),
        warnings(plan.warnings()));
  }

  public static ProcessMemory memory(io.stoker.memory.ProcessMemory memory) {
    return new ProcessMemory(
        memory.containerBytes(),
        memory.heapBytes(),
        memory.overheadBytes(),
        memory.offHeapBytes(),
        memory.pysparkBytes(),
        new ProcessMemory.HeapRegions(
            memory.reservedBytes(),
            memory.unifiedBytes(),
            memory.storageBytes(),
            memory.executionBytes(),
            memory.userBytes()),
        memory.offHeapBytes() == 0
            ? null
            : new ProcessMemory.OffHeapRegions(
                memory.offHeapStorageBytes(), memory.offHeapExecutionBytes()));
  }

  public static List<PlanWarning> warnings(List<SizingWarning> warnings) {
    return warnings.stream()
        .map(warning -> new PlanWarning(warning.code(), warning.pointer(), warning.message()))
        .toList();
  }

  private static ClusterFit fit(Fit fit) {
    return new ClusterFit(
        fit.executorsNow(),
        fit.executorsAtAll(),
        fit.never(),
        fit.nodes().stream()
            .map(
                node ->
                    new ClusterFit.NodeFit(
                        node.node(),
                        node.state().name(),
                        node.driverNow(),
                        node.driverAtAll(),
                        node.executorsNow(),
                        node.executorsAtAll()))
            .toList());
  }
}
