package io.stoker.run;

import io.stoker.job.Sizing;
import java.util.Map;
import java.util.TreeMap;

/** The Spark settings of a run: its job's own, and above them what the platform decides. */
final class EffectiveSettings {
  private static final long MIB = 1024 * 1024;

  /** What no job may change; a node adds what depends on the place and the attempt. */
  private static final Map<String, String> FIXED =
      Map.ofEntries(
          Map.entry("spark.authenticate", "true"),
          Map.entry("spark.network.crypto.enabled", "true"),
          Map.entry("spark.network.crypto.authEngineVersion", "2"),
          Map.entry("spark.network.crypto.saslFallback", "false"),
          Map.entry("spark.io.encryption.enabled", "true"),
          Map.entry("spark.ui.enabled", "false"),
          // ${x} in a script would read the driver's environment and system properties
          Map.entry("spark.sql.variable.substitute", "false"),
          Map.entry("spark.sql.session.timeZone", "UTC"),
          Map.entry("spark.locality.wait", "0s"),
          Map.entry(
              "spark.sql.sources.commitProtocolClass", "io.stoker.spark.AttemptCommitProtocol"),
          Map.entry("spark.plugins", "io.stoker.spark.StokerPlugin"),
          Map.entry("spark.dynamicAllocation.enabled", "false"),
          // an executor whose node is drained hands its blocks on; one without the other would only
          // have them computed again
          Map.entry("spark.decommission.enabled", "true"),
          Map.entry("spark.storage.decommission.enabled", "true"),
          Map.entry("spark.storage.decommission.replicationReattemptInterval", "2s"),
          // what executors wrote outlives them
          Map.entry("spark.shuffle.service.enabled", "true"),
          // nodes that share a host name have local disks of their own
          Map.entry("spark.shuffle.readHostLocalDisk", "false"),
          Map.entry("spark.scheduler.minRegisteredResourcesRatio", "0.8"),
          Map.entry("spark.executor.heartbeatInterval", "5s"),
          // a peak between two heartbeats is seen too
          Map.entry("spark.executor.metrics.pollingInterval", "1s"));

  /** What a job may change: half a minute of patience, for a shuffle server that starts again. */
  private static final Map<String, String> DEFAULTS =
      Map.of(
          "spark.shuffle.registration.maxAttempts", "6", // with 5 s between them
          "spark.shuffle.io.maxRetries", "6", // with spark.shuffle.io.retryWait, 5 s, between them
          "spark.shuffle.io.retryWait", "5s");

  private EffectiveSettings() {}

  static Map<String, String> of(Sizing sizing) {
    Map<String, String> settings = new TreeMap<>(DEFAULTS);
    settings.putAll(sizing.sparkConf());
    settings.putAll(FIXED);
    settings.put("spark.driver.memory", mib(sizing.driver().heapBytes()));
    settings.put("spark.executor.instances", String.valueOf(sizing.executor().instances()));
    settings.put("spark.executor.cores", String.valueOf(sizing.executor().cores()));
    settings.put("spark.executor.memory", mib(sizing.executor().heapBytes()));
    return settings;
  }

  private static String mib(long bytes) {
    return bytes / MIB + "m";
  }
}
