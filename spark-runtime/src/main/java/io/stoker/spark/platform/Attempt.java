package io.stoker.spark.platform;

import java.util.UUID;
import org.apache.spark.SparkConf;

/**
 * The attempt that this driver is.
 *
 * @param fence unique, growing; the platform refuses whatever an older one says
 * @param outputDirectory URI where the result's files go, ends with /
 */
public record Attempt(UUID runId, String step, int number, long fence, String outputDirectory) {

  /** Reads the settings that the node put into the driver's properties file. */
  public static Attempt of(SparkConf conf) {
    return new Attempt(
        UUID.fromString(setting(conf, "runId")),
        setting(conf, "step"),
        Integer.parseInt(setting(conf, "attempt")),
        Long.parseLong(setting(conf, "fence")),
        setting(conf, "outputDirectory"));
  }

  private static String setting(SparkConf conf, String name) {
    String key = "spark.stoker." + name;
    if (!conf.contains(key)) {
      throw new IllegalArgumentException(
          "The setting " + key + " is missing: drivers are started by a node, not by hand.");
    }
    return conf.get(key);
  }
}
