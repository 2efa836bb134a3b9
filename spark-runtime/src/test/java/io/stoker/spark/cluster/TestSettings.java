package io.stoker.spark.cluster;

import io.stoker.spark.FakePlatform;
import java.nio.file.Path;
import org.apache.spark.SparkConf;

/** The settings of a driver inside the test's JVM. */
final class TestSettings {
  static final long FENCE = 7;

  private TestSettings() {}

  static SparkConf of(FakePlatform platform, Path directory) {
    return new SparkConf(false)
        .setAppName("test")
        .setMaster("stoker://" + platform.url().getAuthority())
        .set("spark.app.id", "run-" + FENCE)
        .set("spark.ui.enabled", "false")
        .set("spark.driver.host", "127.0.0.1")
        .set("spark.driver.bindAddress", "127.0.0.1")
        .set("spark.local.dir", directory.toString())
        .set("spark.executor.instances", "1")
        .set("spark.executor.cores", "1")
        .set("spark.stoker.runId", "00000000-0000-7000-8000-000000000001")
        .set("spark.stoker.fence", Long.toString(FENCE))
        .set("spark.stoker.attempt", "1")
        .set("spark.stoker.step", "main")
        .set("spark.stoker.outputDirectory", directory.toUri() + "data/");
  }
}
