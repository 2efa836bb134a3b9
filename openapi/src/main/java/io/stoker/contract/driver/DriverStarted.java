package io.stoker.contract.driver;

import org.jspecify.annotations.Nullable;

/**
 * A driver's SparkContext is ready; of another Spark, its process runs.
 *
 * @param driverUrl where its executors connect: {@code spark://CoarseGrainedScheduler@host:port};
 *     the master, when that starts them itself
 * @param uiUrl of Spark's UI, when it is on
 * @param otherSpark a Spark in which nothing of the platform runs, for people; null when the
 *     platform's part runs in the driver
 */
public record DriverStarted(
    long pid,
    String driverUrl,
    @Nullable String uiUrl,
    String sparkVersion,
    String javaVersion,
    @Nullable String otherSpark) {

  /** Of a driver in which the platform's part runs. */
  public DriverStarted(
      long pid, String driverUrl, @Nullable String uiUrl, String sparkVersion, String javaVersion) {
    this(pid, driverUrl, uiUrl, sparkVersion, javaVersion, null);
  }
}
