package io.stoker.api.memory;

import io.stoker.allocation.Fit;
import io.stoker.allocation.MemoryPlan;
import io.stoker.allocation.SizingWarning;
import io.stoker.contract.memory.CachedData;
import io.stoker.contract.memory.ClusterFit;
import io.stoker.contract.memory.MemoryFigures;
import io.stoker.contract.memory.MemoryPlanResource;
import io.stoker.contract.memory.MemoryUse;
import io.stoker.contract.memory.PlanWarning;
import io.stoker.contract.memory.ProcessMemory;
import io.stoker.job.Sizing;
import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;

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

  public static @Nullable MemoryUse use(io.stoker.memory.@Nullable MemoryUse use) {
    return use == null ? null : new MemoryUse(use.at(), figures(use.latest()), figures(use.peak()));
  }

  public static MemoryFigures figures(io.stoker.memory.MemoryFigures figures) {
    return new MemoryFigures(
        figures.heapBytes(),
        figures.nonHeapBytes(),
        figures.unifiedBytes(),
        figures.executionBytes(),
        figures.storageBytes(),
        figures.offHeapBytes(),
        figures.directBytes(),
        figures.rssBytes(),
        figures.gcMillis(),
        figures.unifiedCapacityBytes(),
        figures.offHeapCapacityBytes());
  }

  public static CachedData cached(io.stoker.memory.CachedData data) {
    return new CachedData(
        data.id(),
        data.name(),
        data.storageLevel(),
        data.partitions(),
        data.cachedPartitions(),
        data.memoryBytes(),
        data.diskBytes(),
        data.peakBytes());
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
