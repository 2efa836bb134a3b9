package io.stoker.api.job;

import io.stoker.contract.job.DriverSpec;
import io.stoker.contract.job.DynamicAllocationSpec;
import io.stoker.contract.job.ExecutorSpec;
import io.stoker.contract.job.NodeSelectorSpec;
import io.stoker.job.JobDraft;
import io.stoker.job.JobSpec;
import io.stoker.placement.NodeSelector;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/** What driver and executors take and where they may go, from the contract's records and back. */
public final class SizingMapping {
  private SizingMapping() {}

  public static JobDraft.Driver draft(DriverSpec driver) {
    return new JobDraft.Driver(driver.cores(), driver.memory(), draft(driver.nodeSelector()));
  }

  public static JobDraft.Executor draft(ExecutorSpec executor) {
    return new JobDraft.Executor(
        executor.instances(),
        executor.cores(),
        executor.memory(),
        draft(executor.nodeSelector()),
        executor.pysparkMemory());
  }

  static DriverSpec driver(JobSpec.Driver driver) {
    return new DriverSpec(
        cores(driver.coresMilli()), driver.memory(), selector(driver.nodeSelector()));
  }

  static ExecutorSpec executor(JobSpec.Executor executor) {
    return new ExecutorSpec(
        executor.dynamic() == null ? executor.instances() : null,
        executor.cores(),
        executor.memory(),
        executor.pysparkMemory(),
        selector(executor.nodeSelector()));
  }

  public static JobDraft.DynamicAllocation draft(DynamicAllocationSpec dynamic) {
    return new JobDraft.DynamicAllocation(
        dynamic.enabled(),
        dynamic.minExecutors(),
        dynamic.maxExecutors(),
        dynamic.initialExecutors(),
        dynamic.executorIdleTimeout(),
        dynamic.schedulerBacklogTimeout());
  }

  static DynamicAllocationSpec dynamicAllocation(JobSpec.Executor executor) {
    JobSpec.DynamicAllocation dynamic = executor.dynamic();
    return dynamic == null
        ? new DynamicAllocationSpec(false, null, null, null, null, null)
        : new DynamicAllocationSpec(
            true,
            dynamic.minExecutors(),
            dynamic.maxExecutors(),
            executor.instances(),
            dynamic.executorIdleTimeout().toString(),
            dynamic.schedulerBacklogTimeout().toString());
  }

  private static JobDraft.@Nullable Selector draft(@Nullable NodeSelectorSpec selector) {
    return selector == null
        ? null
        : new JobDraft.Selector(selector.required(), selector.preferred());
  }

  private static @Nullable NodeSelectorSpec selector(NodeSelector selector) {
    return selector.equals(NodeSelector.ANY)
        ? null
        : new NodeSelectorSpec(selector.required(), selector.preferred());
  }

  /** 1500 is 1.5 and 10000 is 10, not 1E+1. */
  private static BigDecimal cores(long milli) {
    return new BigDecimal(BigDecimal.valueOf(milli, 3).stripTrailingZeros().toPlainString());
  }
}
