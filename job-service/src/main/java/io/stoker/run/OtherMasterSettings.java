package io.stoker.run;

import io.stoker.job.JobSpec;
import io.stoker.job.OtherMaster;
import java.util.HashMap;
import java.util.Map;

/**
 * The settings of a run whose tasks another master runs: nothing of what needs nodes of ours, their
 * shuffle servers or their drains. Why so is in docs/decisions/0026.
 */
final class OtherMasterSettings {
  private static final Map<String, String> FIXED =
      Map.of(
          "spark.dynamicAllocation.enabled", "false",
          // its executors would look for a shuffle server on their machines
          "spark.shuffle.service.enabled", "false");

  private OtherMasterSettings() {}

  static Map<String, String> of(
      OtherMaster master, JobSpec.Driver driver, JobSpec.Executor executor) {
    Map<String, String> settings = new HashMap<>(FIXED);
    settings.put("spark.master", master.effectiveUrl(driver));
    switch (master.kind()) {
      case LOCAL -> settings.putAll(EffectiveSettings.SECURED);
      case STANDALONE -> {
        // its one secret, and what goes with that, a node may know, and then says so
        settings.put("spark.io.encryption.enabled", "false");
        // it counts cores in all, not executors
        long cores = (long) executor.instances() * executor.cores();
        settings.put("spark.cores.max", Long.toString(cores));
      }
      case YARN, KUBERNETES -> {
        settings.putAll(EffectiveSettings.SECURED);
        settings.put("spark.executor.instances", Integer.toString(executor.instances()));
      }
    }
    return settings;
  }
}
