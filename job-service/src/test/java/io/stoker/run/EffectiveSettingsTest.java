package io.stoker.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.stoker.job.JobSpec;
import io.stoker.job.OtherMaster;
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
        .containsEntry("spark.sql.artifact.isolation.enabled", "false")
        .containsEntry("spark.dynamicAllocation.enabled", "false")
        .containsEntry("spark.shuffle.service.enabled", "true");
  }

  @Test
  void daysBeginInUtcUnlessTheJobSaysOtherwise() {
    JobSpec.Executor executor = new JobSpec.Executor(3, 1, GIB);
    assertThat(settings(executor, Map.of())).containsEntry("spark.sql.session.timeZone", "UTC");
    assertThat(settings(executor, Map.of("spark.sql.session.timeZone", "Europe/Rome")))
        .containsEntry("spark.sql.session.timeZone", "Europe/Rome");
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

  @Test
  void aLocalMasterHasTheDriversCoresAndNoExecutors() {
    Map<String, String> settings = settings("local[*]", JobSpec.Executor.NONE);
    assertThat(settings)
        .containsEntry("spark.master", "local[3]")
        .containsEntry("spark.authenticate", "true")
        .containsEntry("spark.shuffle.service.enabled", "false")
        .containsEntry("spark.plugins", "io.stoker.spark.StokerPlugin");
    assertThat(settings.keySet())
        .doesNotContain("spark.executor.memory", "spark.executor.cores", "spark.cores.max")
        .doesNotContain("spark.executor.instances", "spark.shuffle.io.maxRetries");
  }

  @Test
  void aStandaloneMasterCountsCoresAndItsSecretIsANodesMatter() {
    assertThat(settings("spark://m:7077", new JobSpec.Executor(3, 2, GIB)))
        .containsEntry("spark.master", "spark://m:7077")
        .containsEntry("spark.cores.max", "6")
        .containsEntry("spark.executor.cores", "2")
        .containsEntry("spark.executor.memory", "1024m")
        .doesNotContainKeys("spark.authenticate", "spark.network.crypto.enabled")
        .containsEntry("spark.io.encryption.enabled", "false")
        .containsEntry("spark.shuffle.service.enabled", "false");
    assertThat(settings("yarn", new JobSpec.Executor(3, 2, GIB)))
        .containsEntry("spark.executor.instances", "3")
        .containsEntry("spark.authenticate", "true")
        .doesNotContainKey("spark.cores.max");
  }

  @Test
  void aProgramInPythonHasRoomBesideTheHeap() {
    JobSpec.Executor executor = new JobSpec.Executor(1, 1, GIB, NodeSelector.ANY, null, 300L << 20);
    assertThat(python(executor, Map.of()))
        .containsEntry("spark.executor.pyspark.memory", "300m")
        .containsEntry("spark.executor.memoryOverheadFactor", "0.4")
        .containsEntry("spark.driver.memoryOverheadFactor", "0.4")
        .containsEntry("spark.driver.minMemoryOverhead", "768m");
    assertThat(python(executor, Map.of("spark.driver.memoryOverheadFactor", "0.2")))
        .containsEntry("spark.driver.memoryOverheadFactor", "0.2");
    assertThat(settings(new JobSpec.Executor(1, 1, GIB), Map.of()))
        .doesNotContainKeys(
            "spark.executor.memoryOverheadFactor", "spark.driver.minMemoryOverhead");
  }

  private static Map<String, String> python(JobSpec.Executor executor, Map<String, String> ofJob) {
    JobSpec.Driver driver = new JobSpec.Driver(1000, GIB);
    return EffectiveSettings.of(
        new Sizing(driver, executor, PlacementStrategy.SPREAD, ofJob, null, true));
  }

  private static Map<String, String> settings(String master, JobSpec.Executor executor) {
    return EffectiveSettings.of(
        new Sizing(
            new JobSpec.Driver(3000, GIB),
            executor,
            PlacementStrategy.SPREAD,
            Map.of(),
            new OtherMaster(master, null),
            false));
  }

  private static Map<String, String> settings(
      JobSpec.Executor executor, Map<String, String> ofJob) {
    return EffectiveSettings.of(
        new Sizing(new JobSpec.Driver(1000, GIB), executor, PlacementStrategy.SPREAD, ofJob));
  }
}
