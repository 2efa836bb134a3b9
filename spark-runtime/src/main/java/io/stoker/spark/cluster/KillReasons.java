package io.stoker.spark.cluster;

import org.apache.spark.SparkConf;

/** Why Spark has an executor killed: it does not say so, but has noted it beforehand. */
final class KillReasons {
  private static final String UNNEEDED = "Spark needs it no more.";

  private static final String EXCLUDED =
      "Spark excludes it or its host, since tasks failed there (spark.excludeOnFailure).";

  private final String unheard;

  KillReasons(SparkConf conf) {
    unheard =
        "Its driver did not hear it for %d s (spark.network.timeout), and Spark has another one come. Most often its garbage collections are that long, or it hangs; its log says more."
            .formatted(conf.getTimeAsSeconds("spark.network.timeout", "120s"));
  }

  /**
   * What is to be told of one.
   *
   * @param excluded whether Spark gives no tasks to it or its host
   * @param replaced whether Spark counts its end as a failure, as it does with silent ones alone
   */
  String of(boolean excluded, boolean replaced) {
    if (replaced) {
      return unheard;
    }
    return excluded ? EXCLUDED : UNNEEDED;
  }
}
