package io.stoker.launcher;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
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

  /** Before Spark 3 none runs on a Java that the platform runs on. */
  private static final Pattern TOO_OLD = Pattern.compile("[0-2]\\..*");

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
    SparkDistribution distribution = new SparkDistribution(spark, own);
    if (TOO_OLD.matcher(spark.sparkVersion()).matches()) {
      throw new SparkHomeException(
          "%s is %s, and the oldest that runs here is Spark 3"
              .formatted(home, distribution.named()));
    }
    return distribution;
  }

  boolean isOwn() {
    return spark.equals(own);
  }

  /** Whether the platform's classes link against it: those of another major version do not. */
  boolean hasPlatformsPart() {
    return isOwn()
        || (spark.sparkVersion().startsWith(MAJOR) && spark.scalaVersion().equals(SCALA));
  }

  /** For people. */
  String named() {
    return "Spark " + spark.sparkVersion() + " for Scala " + spark.scalaVersion();
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
