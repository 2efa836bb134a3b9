package io.stoker.contract.driver;

import org.jspecify.annotations.Nullable;

/**
 * A driver's SparkContext is ready.
 *
 * @param driverUrl where its executors connect: {@code spark://CoarseGrainedScheduler@host:port};
 *     the master, when that starts them itself
 * @param uiUrl of Spark's UI, when it is on
 */
public record DriverStarted(
    long pid, String driverUrl, @Nullable String uiUrl, String sparkVersion, String javaVersion) {}
