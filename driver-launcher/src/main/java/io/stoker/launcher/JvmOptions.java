package io.stoker.launcher;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** What every Spark JVM of a node is started with. */
final class JvmOptions {
  private static final long MIB = 1024L * 1024;

  private JvmOptions() {}

  /** G1 always: how much of a heap Spark can use depends on the collector. */
  static List<String> of(LaunchSite site, WorkPlace place, long heapBytes) {
    return of(site, new SparkDistribution(site.runtime(), site.runtime()), place, heapBytes);
  }

  /** The same from a Spark that may be another one, of whose classes there is no archive. */
  static List<String> of(
      LaunchSite site, SparkDistribution spark, WorkPlace place, long heapBytes) {
    List<String> options = new ArrayList<>(spark.spark().moduleOptions());
    options.add("-Xmx" + MemoryPlan.heapTaken(heapBytes) / MIB + "m");
    options.add("-XX:+UseG1GC");
    if (spark.isOwn()) {
      options.addAll(new ClassArchive(site).options(heapBytes));
    }
    options.addAll(of(site, place.temporary()));
    return options;
  }

  /** Of every JVM with Spark's jars. */
  static List<String> of(LaunchSite site, Path temporary) {
    return List.of(
        "-Djava.io.tmpdir=" + temporary,
        "-Dlog4j2.configurationFile=" + site.runtime().loggingConfiguration().toUri());
  }
}
