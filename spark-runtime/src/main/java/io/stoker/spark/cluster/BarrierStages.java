package io.stoker.spark.cluster;

import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.function.LongSupplier;
import org.apache.spark.SparkConf;
import org.apache.spark.internal.config.package$;

/**
 * Whether executors are needed though they have no task: tasks of a barrier stage start together or
 * not at all. Spark does not even submit one while there are too few slots. It looks again and
 * again, and gives up in the end; that is the only sign of a stage that waits.
 */
final class BarrierStages {
  /** Spark's next look may come late. */
  private static final Duration LATE = Duration.ofSeconds(30);

  private final long patienceNanos;
  private final LongSupplier nanoTime;
  private final Set<Integer> submitted = new HashSet<>();
  private boolean everAsked;
  private long askedNanos;

  BarrierStages(SparkConf conf, LongSupplier nanoTime) {
    long seconds = (Long) conf.get(package$.MODULE$.BARRIER_MAX_CONCURRENT_TASKS_CHECK_INTERVAL());
    this.patienceNanos = Duration.ofSeconds(seconds).plus(LATE).toNanos();
    this.nanoTime = nanoTime;
  }

  /** Spark asks for slots before it submits a job with such a stage, and for nothing else. */
  synchronized void slotsAsked() {
    everAsked = true;
    askedNanos = nanoTime.getAsLong();
  }

  /** There were slots enough, which may be taken all the same until its parents are done. */
  synchronized void submitted(int stage) {
    submitted.add(stage);
  }

  synchronized void over(int stage) {
    submitted.remove(stage);
  }

  /** Whether one waits or goes on. */
  synchronized boolean isAny() {
    return !submitted.isEmpty() || (everAsked && nanoTime.getAsLong() - askedNanos < patienceNanos);
  }
}
