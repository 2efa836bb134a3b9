package io.stoker.launcher;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The Spark that a driver runs from: its node's own, or another one on the node, which lacks what
 * the platform adds to Spark.
 *
 * @param spark its jars
 * @param own the node's, with the platform's jars among Spark's
 */
record SparkDistribution(SparkRuntime spark, SparkRuntime own) {
  private static final String MAJOR = "4.";
  private static final String SCALA = "2.13";

  /**
   * Looks at the directory that a job names.
   *
   * @param home absolute; null for the node's own
   */
  static SparkDistribution of(@Nullable String home, SparkRuntime own) throws SparkHomeException {
    if (home == null) {
      return new SparkDistribution(own, own);
    }
    SparkRuntime spark;
    try {
      spark = SparkRuntime.named(Path.of(home), own.moduleOptions());
    } catch (IOException | IllegalArgumentException e) {
      throw new SparkHomeException(
          "%s is no Spark distribution: %s".formatted(home, e.getMessage()));
    }
    if (!spark.sparkVersion().startsWith(MAJOR) || !spark.scalaVersion().equals(SCALA)) {
      throw new SparkHomeException(
          "%s is Spark %s for Scala %s, and a driver runs from Spark 4 for Scala 2.13 only"
              .formatted(home, spark.sparkVersion(), spark.scalaVersion()));
    }
    return new SparkDistribution(spark, own);
  }

  boolean isOwn() {
    return spark.equals(own);
  }

  /** The platform's jars come first: another distribution may have its own of some name. */
  String classPath() {
    if (isOwn()) {
      return own.classPath();
    }
    List<String> parts = new ArrayList<>();
    own.platformJars().forEach(jar -> parts.add(jar.toString()));
    parts.add(spark.classPath());
    return String.join(":", parts);
  }
}
