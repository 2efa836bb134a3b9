package io.stoker.spark.cluster;

import java.util.Set;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerExecutorAdded;
import org.apache.spark.scheduler.SparkListenerNodeExcluded;
import org.apache.spark.scheduler.SparkListenerNodeUnexcluded;

/** Hears what Spark's scheduler tells nobody else: hosts it excludes, executors that registered. */
final class BackendListener extends SparkListener {
  private final Wishes wishes;
  private final Set<Integer> everRegistered;

  BackendListener(Wishes wishes, Set<Integer> everRegistered) {
    this.wishes = wishes;
    this.everRegistered = everRegistered;
  }

  @Override
  public void onExecutorAdded(SparkListenerExecutorAdded event) {
    everRegistered.add(Integer.valueOf(event.executorId()));
  }

  @Override
  public void onNodeExcluded(SparkListenerNodeExcluded event) {
    wishes.excludedHostsChanged();
  }

  @Override
  public void onNodeUnexcluded(SparkListenerNodeUnexcluded event) {
    wishes.excludedHostsChanged();
  }
}
