package io.stoker.cluster;

import org.jspecify.annotations.Nullable;

/**
 * How a process ended.
 *
 * @param code 128 + signal for a killed process; null when unknown
 * @param cause {@link #EXITED}, {@link #OUT_OF_MEMORY}, {@link #MEMORY_LIMIT}, {@link
 *     #MACHINE_MEMORY}, {@link #STOPPED}, {@link #START_FAILED}, {@link #SPARK_HOME_INVALID},
 *     {@link #MASTER_SECRET_UNUSABLE}, {@link #UNKNOWN}, {@link #LOST} or {@link #NODE_LOST}
 */
public record ProcessExit(@Nullable Integer code, String cause, @Nullable String message) {
  /** By itself. */
  public static final String EXITED = "EXITED";

  /** By its JVM, for want of heap; of drivers only. */
  public static final String OUT_OF_MEMORY = "OUT_OF_MEMORY";

  /** By its node or the kernel, since it held more memory than it owned. */
  public static final String MEMORY_LIMIT = "MEMORY_LIMIT";

  /** By the kernel, since its machine was short of memory; it had not reached its own limit. */
  public static final String MACHINE_MEMORY = "MACHINE_MEMORY";

  /** By the platform's order. */
  public static final String STOPPED = "STOPPED";

  /** Let go by its driver, since its node is being drained. */
  public static final String DECOMMISSIONED = "DECOMMISSIONED";

  /** It never ran; the message says why. */
  public static final String START_FAILED = "START_FAILED";

  /** It never ran, since its job's {@code sparkHome} is no Spark; of drivers only. */
  public static final String SPARK_HOME_INVALID = "SPARK_HOME_INVALID";

  /** It never ran, since its node's file of masters' secrets does not serve it; of drivers only. */
  public static final String MASTER_SECRET_UNUSABLE = "MASTER_SECRET_UNUSABLE";

  /** Its wrapper was gone, so nobody knows. */
  public static final String UNKNOWN = "UNKNOWN";

  /** Gone unseen, on a node that is there. */
  public static final String LOST = "LOST";

  /** Gone with its node: whatever else ran there, and its files, are gone too. */
  public static final String NODE_LOST = "NODE_LOST";
}
