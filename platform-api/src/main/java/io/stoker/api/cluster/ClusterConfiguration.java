package io.stoker.api.cluster;

import io.stoker.allocation.AllocationSettings;
import io.stoker.api.StokerProperties;
import io.stoker.cluster.ClusterSettings;
import io.stoker.cluster.MemoryPlanner;
import io.stoker.cluster.Storage;
import io.stoker.launcher.MemoryPlan;
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
  Storage storage(StokerProperties properties) {
    return new Storage(properties.storageRoot());
  }

  @Bean
  MemoryPlanner memoryPlanner() {
    return heapBytes -> MemoryPlan.ofHeap(heapBytes).containerBytes();
  }
}
