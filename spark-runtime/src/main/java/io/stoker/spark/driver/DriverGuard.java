package io.stoker.spark.driver;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.SparkConf;
import org.jspecify.annotations.Nullable;

/**
 * Compares the settings that Spark really uses with those that the platform assigned. Code that
 * sets its own master or turns authentication off would run outside what the platform watches.
 */
public final class DriverGuard {
  private static final List<String> GUARDED =
      List.of(
          "spark.master",
          "spark.plugins",
          "spark.authenticate",
          "spark.network.crypto.enabled",
          "spark.network.crypto.authEngineVersion",
          "spark.network.crypto.saslFallback",
          "spark.io.encryption.enabled",
          "spark.sql.sources.commitProtocolClass",
          "spark.stoker.fence",
          "spark.stoker.outputDirectory");

  /** Another master numbers its applications itself. */
  private static final String APPLICATION = "spark.app.id";

  private final Map<String, String> assigned;
  private volatile @Nullable JobFailure broken;

  private DriverGuard(Map<String, String> assigned) {
    this.assigned = assigned;
  }

  static DriverGuard of(SparkConf assigned) {
    Map<String, String> expected = new TreeMap<>();
    for (String key : GUARDED) {
      expected.put(key, assigned.get(key, ""));
    }
    if (Masters.isStoker(assigned)) {
      expected.put(APPLICATION, assigned.get(APPLICATION, ""));
    }
    return new DriverGuard(Collections.unmodifiableMap(expected));
  }

  /** Throws a {@link JobFailure} that names the first setting that differs. */
  public void check(SparkConf effective) {
    for (Map.Entry<String, String> setting : assigned.entrySet()) {
      String actual = effective.get(setting.getKey(), "");
      if (!setting.getValue().equals(actual)) {
        throw remember(overridden(setting.getKey(), setting.getValue(), actual));
      }
    }
  }

  /** Keeps what this JVM is about to throw at a program, which may not pass it on. */
  public JobFailure remember(JobFailure failure) {
    broken = failure;
    return failure;
  }

  /** Throws what an earlier check has thrown, or was remembered: a program may have caught it. */
  public void checkAgain() {
    JobFailure failure = broken;
    if (failure != null) {
      throw failure;
    }
  }

  private static JobFailure overridden(String key, String expected, String actual) {
    return JobFailure.permanent(
        "MASTER_OVERRIDDEN",
        "The program changed the setting %s from '%s' to '%s'. Remove that from the program: the platform sets it."
            .formatted(key, expected, actual));
  }
}
