package io.stoker.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.stoker.job.JobSpec;
import io.stoker.job.Sizing;
import io.stoker.placement.NodeSelector;
import io.stoker.placement.PlacementStrategy;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class EffectiveSettingsTest {
  private static final long GIB = 1L << 30;

  @Test
  void aFixedNumberOfExecutors() {
    assertThat(settings(new JobSpec.Executor(3, 1, GIB), Map.of()))
        .containsEntry("spark.executor.instances", "3")
        .containsEntry("spark.dynamicAllocation.enabled", "false")
        .containsEntry("spark.shuffle.service.enabled", "true");
  }

  @Test
  void executorsByLoad() {
    JobSpec.DynamicAllocation dynamic =
        new JobSpec.DynamicAllocation(1, 8, Duration.ofMinutes(1), Duration.ofSeconds(2));
    assertThat(settings(new JobSpec.Executor(4, 1, GIB, NodeSelector.ANY, dynamic), Map.of()))
        .doesNotContainKey("spark.executor.instances")
        .containsEntry("spark.dynamicAllocation.enabled", "true")
        .containsEntry("spark.dynamicAllocation.minExecutors", "1")
        .containsEntry("spark.dynamicAllocation.initialExecutors", "4")
        .containsEntry("spark.dynamicAllocation.maxExecutors", "8")
        .containsEntry("spark.dynamicAllocation.executorIdleTimeout", "60s")
        .containsEntry("spark.dynamicAllocation.schedulerBacklogTimeout", "2s")
        .containsEntry("spark.dynamicAllocation.sustainedSchedulerBacklogTimeout", "2s");
  }

  @Test
  void aJobMayBeMoreOrLessPatientWithShuffleServers() {
    JobSpec.Executor executor = new JobSpec.Executor(1, 1, GIB);
    assertThat(settings(executor, Map.of())).containsEntry("spark.shuffle.io.maxRetries", "6");
    assertThat(settings(executor, Map.of("spark.shuffle.io.maxRetries", "2")))
        .containsEntry("spark.shuffle.io.maxRetries", "2");
    assertThat(settings(executor, Map.of("spark.shuffle.service.enabled", "false")))
        .as("what no job may change")
        .containsEntry("spark.shuffle.service.enabled", "true");
  }

  private static Map<String, String> settings(
      JobSpec.Executor executor, Map<String, String> ofJob) {
    return EffectiveSettings.of(
        new Sizing(new JobSpec.Driver(1000, GIB), executor, PlacementStrategy.SPREAD, ofJob));
  }
}
