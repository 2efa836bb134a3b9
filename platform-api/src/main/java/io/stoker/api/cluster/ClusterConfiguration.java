package io.stoker.api.cluster;

import io.stoker.allocation.AllocationSettings;
import io.stoker.api.StokerProperties;
import io.stoker.cluster.ClusterSettings;
import io.stoker.cluster.HistoryServerSettings;
import io.stoker.cluster.Storage;
import io.stoker.launcher.MemoryPlan;
import io.stoker.memory.MemoryPlanner;
import io.stoker.memory.MemorySettings;
import io.stoker.memory.ProcessMemory;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What the cluster needs from outside. */
@Configuration(proxyBeanMethods = false)
class ClusterConfiguration {

  @Bean
  ClusterSettings clusterSettings(ClusterProperties properties) {
    return properties.settings();
  }

  @Bean
  AllocationSettings allocationSettings(AllocationProperties properties) {
    return properties.settings();
  }

  @Bean
  HistoryServerSettings historyServerSettings(
      HistoryServerProperties properties, MemoryPlanner planner) {
    return properties.settings(planner);
  }

  @Bean
  Storage storage(StokerProperties properties) {
    return new Storage(properties.storageRoot());
  }

  @Bean
  MemoryPlanner memoryPlanner() {
    return settings -> memory(MemoryPlan.of(wanted(settings)));
  }

  private static MemoryPlan.Wanted wanted(MemorySettings settings) {
    return new MemoryPlan.Wanted(
        settings.heapBytes(),
        settings.overheadBytes(),
        settings.overheadFactor(),
        settings.minimumOverheadBytes(),
        settings.offHeapBytes(),
        settings.pysparkBytes(),
        settings.fraction(),
        settings.storageFraction());
  }

  private static ProcessMemory memory(MemoryPlan plan) {
    return new ProcessMemory(
        plan.heapBytes(),
        plan.overheadBytes(),
        plan.offHeapBytes(),
        plan.pysparkBytes(),
        MemoryPlan.RESERVED_BYTES,
        plan.unifiedBytes(),
        plan.storageBytes(),
        plan.offHeapStorageBytes());
  }
}
