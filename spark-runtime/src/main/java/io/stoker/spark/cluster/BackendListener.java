package io.stoker.spark.cluster;

import java.util.Set;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerExecutorAdded;
import org.apache.spark.scheduler.SparkListenerNodeExcluded;
import org.apache.spark.scheduler.SparkListenerNodeUnexcluded;
import org.apache.spark.scheduler.SparkListenerStageCompleted;
import org.apache.spark.scheduler.SparkListenerStageSubmitted;
import org.apache.spark.scheduler.StageInfo;
import org.apache.spark.storage.RDDInfo;
import scala.jdk.javaapi.CollectionConverters;

/**
 * Hears what Spark's scheduler tells nobody else: hosts it excludes, executors that registered,
 * barrier stages.
 */
final class BackendListener extends SparkListener {
  private final Wishes wishes;
  private final BarrierStages barriers;
  private final Set<Integer> everRegistered;

  BackendListener(Wishes wishes, BarrierStages barriers, Set<Integer> everRegistered) {
    this.wishes = wishes;
    this.barriers = barriers;
    this.everRegistered = everRegistered;
  }

  @Override
  public void onExecutorAdded(SparkListenerExecutorAdded event) {
    everRegistered.add(Integer.valueOf(event.executorId()));
  }

  @Override
  public void onNodeExcluded(SparkListenerNodeExcluded event) {
    wishes.changed();
  }

  @Override
  public void onNodeUnexcluded(SparkListenerNodeUnexcluded event) {
    wishes.changed();
  }

  @Override
  public void onStageSubmitted(SparkListenerStageSubmitted event) {
    if (isBarrier(event.stageInfo())) {
      barriers.submitted(event.stageInfo().stageId());
      wishes.changed();
    }
  }

  @Override
  public void onStageCompleted(SparkListenerStageCompleted event) {
    if (isBarrier(event.stageInfo())) {
      barriers.over(event.stageInfo().stageId());
      wishes.changed();
    }
  }

  private static boolean isBarrier(StageInfo stage) {
    return CollectionConverters.asJava(stage.rddInfos()).stream().anyMatch(RDDInfo::isBarrier);
  }
}
