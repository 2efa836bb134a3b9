package io.stoker.spark.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Properties;
import java.util.Set;
import org.apache.spark.SparkConf;
import org.apache.spark.executor.TaskMetrics;
import org.apache.spark.rdd.DeterministicLevel;
import org.apache.spark.scheduler.SparkListenerStageCompleted;
import org.apache.spark.scheduler.SparkListenerStageSubmitted;
import org.apache.spark.scheduler.StageInfo;
import org.apache.spark.storage.RDDInfo;
import org.apache.spark.storage.StorageLevel;
import org.junit.jupiter.api.Test;
import scala.Option;
import scala.collection.immutable.Seq;
import scala.jdk.javaapi.CollectionConverters;

class BackendListenerTest {
  private final BarrierStages barriers = new BarrierStages(new SparkConf(false), () -> 0);
  private final BackendListener listener = new BackendListener(new Wishes(), barriers, Set.of());

  @Test
  void aBarrierStageGoesOnFromItsSubmissionToItsEnd() {
    StageInfo ordinary = stage(1, false);
    StageInfo barrier = stage(2, true);
    listener.onStageSubmitted(new SparkListenerStageSubmitted(ordinary, new Properties()));
    assertThat(barriers.isAny()).isFalse();
    listener.onStageSubmitted(new SparkListenerStageSubmitted(barrier, new Properties()));
    assertThat(barriers.isAny()).isTrue();
    listener.onStageCompleted(new SparkListenerStageCompleted(ordinary));
    assertThat(barriers.isAny()).isTrue();
    listener.onStageCompleted(new SparkListenerStageCompleted(barrier));
    assertThat(barriers.isAny()).isFalse();
  }

  private static StageInfo stage(int id, boolean barrier) {
    RDDInfo rdd =
        new RDDInfo(
            id,
            "rdd",
            4,
            StorageLevel.NONE(),
            barrier,
            none(),
            "",
            Option.empty(),
            DeterministicLevel.DETERMINATE());
    return new StageInfo(
        id,
        0,
        "stage",
        4,
        CollectionConverters.asScala(List.of(rdd)).toList(),
        none(),
        "",
        new TaskMetrics(),
        none(),
        Option.empty(),
        0,
        false,
        0);
  }

  private static <T> Seq<T> none() {
    return CollectionConverters.asScala(List.<T>of()).toList();
  }
}
