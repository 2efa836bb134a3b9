package io.stoker.run;

import io.stoker.job.ExecutorFailures;
import io.stoker.job.JobSpec;
import io.stoker.job.OtherMaster;
import io.stoker.job.SessionTimeZone;
import io.stoker.job.Sizing;
import java.util.Map;
import java.util.TreeMap;

/** The Spark settings of a run: its job's own, and above them what the platform decides. */
final class EffectiveSettings {
  private static final long MIB = 1024 * 1024;

  /** Between a driver and its own executors, and nobody else. */
  static final Map<String, String> SECURED =
      Map.of(
          "spark.authenticate", "true",
          "spark.network.crypto.enabled", "true",
          "spark.network.crypto.authEngineVersion", "2",
          "spark.network.crypto.saslFallback", "false",
          "spark.io.encryption.enabled", "true");

  /** What no job may change; a node adds what depends on the place and the attempt. */
  private static final Map<String, String> FIXED =
      Map.ofEntries(
          // a node that moves it to loopback switches it on
          Map.entry("spark.ui.enabled", "false"),
          // StokerPlugin keeps it, not Spark's own switch
          Map.entry("spark.eventLog.enabled", "false"),
          // who listens to a driver may hang, as storage may; the result does not wait for that
          Map.entry("spark.scheduler.listenerbus.exitTimeout", "30s"),
          // ${x} in a script would read the driver's environment and system properties
          Map.entry("spark.sql.variable.substitute", "false"),
          // else tasks ask their driver for classes that they do not find, over a connection that
          // may itself need one; and a driver has one session
          Map.entry("spark.sql.artifact.isolation.enabled", "false"),
          Map.entry(
              "spark.sql.sources.commitProtocolClass", "io.stoker.spark.AttemptCommitProtocol"),
          Map.entry("spark.plugins", "io.stoker.spark.StokerPlugin"),
          Map.entry("spark.scheduler.minRegisteredResourcesRatio", "0.8"),
          Map.entry("spark.executor.heartbeatInterval", "5s"),
          // a peak between two heartbeats is seen too
          Map.entry("spark.executor.metrics.pollingInterval", "1s"));

  /** Of executors that nodes start, and of the shuffle servers beside them. */
  private static final Map<String, String> OF_NODES =
      Map.ofEntries(
          // an executor whose node is drained hands its blocks on
          Map.entry("spark.storage.decommission.enabled", "true"),
          Map.entry("spark.storage.decommission.replicationReattemptInterval", "2s"),
          // and so does one that its driver learns of only after it was told to let it go
          Map.entry("spark.scheduler.maxRetainedUnknownDecommissionExecutors", "1000"),
          // what executors wrote outlives them
          Map.entry("spark.shuffle.service.enabled", "true"),
          // a fetch that fails in spite of all patience says it of all that its node has
          Map.entry("spark.files.fetchFailure.unRegisterOutputOnHost", "true"),
          // nodes that share a host name have local disks of their own
          Map.entry("spark.shuffle.readHostLocalDisk", "false"));

  /** What a job may change; half a minute of patience is for a shuffle server that starts again. */
  private static final Map<String, String> DEFAULTS =
      Map.of(
          // a program that dies now and then is no loop
          ExecutorFailures.WINDOW,
          ExecutorFailures.DEFAULT_WINDOW,
          // all nodes read the same storage: a task waits for nobody
          "spark.locality.wait",
          "0s",
          "spark.shuffle.registration.maxAttempts",
          "6", // with 5 s between them
          "spark.shuffle.io.maxRetries",
          "6", // with spark.shuffle.io.retryWait, 5 s, between them
          "spark.shuffle.io.retryWait",
          "5s",
          // one that hangs lets nobody in until its node has killed it
          "spark.shuffle.sasl.enableRetries",
          "true",
          // a machine without power does not refuse: each try would take two minutes
          "spark.shuffle.io.connectionCreationTimeout",
          "10s");

  private EffectiveSettings() {}

  static Map<String, String> of(Sizing sizing) {
    OtherMaster other = sizing.otherMaster();
    JobSpec.Executor executor = sizing.executor();
    Map<String, String> settings = new TreeMap<>(other == null ? DEFAULTS : Map.of());
    settings.put(SessionTimeZone.SETTING, "UTC");
    if (executor.dynamic() != null) {
      settings.put(
          "spark.dynamicAllocation.sustainedSchedulerBacklogTimeout", backlog(executor.dynamic()));
    }
    if (sizing.python()) {
      settings.putAll(PythonSettings.DEFAULTS);
    }
    settings.putAll(sizing.sparkConf());
    settings.putAll(FIXED);
    settings.put("spark.driver.memory", mib(sizing.driver().heapBytes()));
    if (other == null) {
      settings.putAll(SECURED);
      settings.putAll(OF_NODES);
      settings.putAll(executors(executor));
    } else {
      settings.putAll(OtherMasterSettings.of(other, sizing.driver(), executor));
    }
    if (!executor.equals(JobSpec.Executor.NONE)) {
      settings.put("spark.executor.cores", String.valueOf(executor.cores()));
      settings.put("spark.executor.memory", mib(executor.heapBytes()));
      if (executor.pysparkBytes() != null) {
        settings.put("spark.executor.pyspark.memory", mib(executor.pysparkBytes()));
      }
    }
    return settings;
  }

  /**
   * With dynamic allocation Spark would take the number of instances for a lower bound, and let
   * idle executors hand their blocks on, which is not needed: their node's shuffle server has them.
   * There only executors are told that they may be decommissioned, by their driver.
   */
  private static Map<String, String> executors(JobSpec.Executor executor) {
    JobSpec.DynamicAllocation dynamic = executor.dynamic();
    if (dynamic == null) {
      return Map.of(
          "spark.dynamicAllocation.enabled",
          "false",
          "spark.decommission.enabled",
          "true",
          "spark.executor.instances",
          String.valueOf(executor.instances()));
    }
    return Map.of(
        "spark.dynamicAllocation.enabled",
        "true",
        "spark.dynamicAllocation.minExecutors",
        String.valueOf(dynamic.minExecutors()),
        "spark.dynamicAllocation.maxExecutors",
        String.valueOf(dynamic.maxExecutors()),
        "spark.dynamicAllocation.initialExecutors",
        String.valueOf(executor.instances()),
        "spark.dynamicAllocation.executorIdleTimeout",
        dynamic.executorIdleTimeout().toSeconds() + "s",
        "spark.dynamicAllocation.schedulerBacklogTimeout",
        backlog(dynamic));
  }

  private static String backlog(JobSpec.DynamicAllocation dynamic) {
    return dynamic.schedulerBacklogTimeout().toSeconds() + "s";
  }

  private static String mib(long bytes) {
    return bytes / MIB + "m";
  }
}
