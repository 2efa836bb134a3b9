package io.stoker.spark.cluster;

import io.stoker.contract.driver.ExecutorDemand.ProfileDemand;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.SparkConf;
import org.apache.spark.SparkConf$;
import org.apache.spark.SparkContext;
import org.apache.spark.internal.config.package$;
import org.apache.spark.resource.ResourceProfile;
import org.apache.spark.resource.ResourceProfile$;
import org.apache.spark.resource.ResourceProfile.ExecutorResourcesOrDefaults;
import org.apache.spark.util.Utils;
import scala.collection.immutable.Map$;
import scala.jdk.javaapi.CollectionConverters;
import scala.jdk.javaapi.OptionConverters;

/** What a node needs to know to start this application's executors as Spark expects them. */
final class ExecutorSettings {
  private static final long MIB = 1024L * 1024;

  /** G1's largest region: a heap that is a multiple of it is what the JVM really takes. */
  private static final long HEAP_STEP_MIB = 32;

  /** Its node may be drained. With dynamic allocation the driver's own settings don't say so. */
  private static final String DECOMMISSION = "-Dspark.decommission.enabled=true";

  /** Only drivers of programs in Python have it; Spark counts Python's memory for those alone. */
  private static final String OF_PYTHON = "spark.pyspark.driver.python";

  private final SparkContext context;

  ExecutorSettings(SparkContext context) {
    this.context = context;
  }

  String driverUrl() {
    SparkConf conf = context.conf();
    return "spark://CoarseGrainedScheduler@"
        + conf.get("spark.driver.host")
        + ":"
        + conf.get("spark.driver.port");
  }

  /**
   * What an executor must know before it can ask its driver for the rest: authentication, network
   * and RPC settings, the secret left out, and the module flags that Spark has added to the extra
   * options.
   */
  List<String> javaOptions() {
    SparkConf conf = context.conf();
    List<String> options =
        new ArrayList<>(
            CollectionConverters.asJava(
                Utils.sparkJavaOpts(conf, SparkConf$.MODULE$::isExecutorStartupConf)));
    String extra = conf.get("spark.executor.extraJavaOptions", "");
    options.addAll(CollectionConverters.asJava(Utils.splitCommandString(extra)));
    options.add(DECOMMISSION);
    return List.copyOf(options);
  }

  Map<String, String> environment() {
    return new TreeMap<>(CollectionConverters.asJava(context.executorEnvs()));
  }

  /** A profile's figures as Spark computes them for its own cluster managers. */
  ProfileDemand demand(ResourceProfile profile, int total, Map<String, Integer> localTasks) {
    ExecutorResourcesOrDefaults figures = figures(profile);
    int cores = (Integer) OptionConverters.toJava(figures.cores()).orElse(1);
    long wanted = figures.executorMemoryMiB();
    long heap = Math.addExact(wanted, HEAP_STEP_MIB - 1) / HEAP_STEP_MIB * HEAP_STEP_MIB;
    return new ProfileDemand(
        profile.id(),
        total,
        cores,
        Math.multiplyExact(heap, MIB),
        Math.multiplyExact(Math.addExact(figures.totalMemMiB(), heap - wanted), MIB),
        localTasks);
  }

  /** The heap that a profile asks for, before it is rounded up to what a JVM takes. */
  long askedHeapBytes(ResourceProfile profile) {
    return figures(profile).executorMemoryMiB() * MIB;
  }

  private ExecutorResourcesOrDefaults figures(ResourceProfile profile) {
    SparkConf conf = context.conf();
    return ResourceProfile$.MODULE$.getResourcesForClusterManager(
        profile.id(),
        profile.executorResources(),
        (Long) conf.get(package$.MODULE$.EXECUTOR_MIN_MEMORY_OVERHEAD()),
        (Double) conf.get(package$.MODULE$.EXECUTOR_MEMORY_OVERHEAD_FACTOR()),
        conf,
        conf.contains(OF_PYTHON),
        Map$.MODULE$.empty());
  }
}
