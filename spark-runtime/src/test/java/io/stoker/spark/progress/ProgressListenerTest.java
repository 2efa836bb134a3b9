package io.stoker.spark.progress;

import static org.assertj.core.api.Assertions.assertThat;

import io.stoker.contract.driver.DriverProgress.ExecutorTasks;
import java.util.List;
import java.util.Map;
import org.apache.spark.scheduler.SparkListenerExecutorAdded;
import org.apache.spark.scheduler.cluster.ExecutorInfo;
import org.junit.jupiter.api.Test;
import scala.collection.immutable.Map$;

/** What is told of executors when Spark drops events. */
class ProgressListenerTest {
  private final ProgressListener listener = new ProgressListener(false);

  /** Goes red when only an event tells that one has gone. */
  @Test
  void oneThatTheSchedulerHasNoMoreIsNotThere() {
    added("1");
    added("2");
    listener.connectedBy(() -> Map.of("2", 4));
    assertThat(shown())
        .containsExactly(
            new ExecutorTasks(1, false, 0, 0, 0, null), new ExecutorTasks(2, true, 4, 0, 0, null));
  }

  /** Goes red when one that comes while the scheduler is asked is taken for gone. */
  @Test
  void oneThatComesMeanwhileIsThere() {
    listener.connectedBy(
        () -> {
          added("3");
          return Map.of();
        });
    assertThat(shown()).containsExactly(new ExecutorTasks(3, true, 0, 0, 0, null));
  }

  @Test
  void withoutASchedulerEventsTell() {
    listener.connectedBy(Map::of);
    listener.disconnected();
    added("1");
    assertThat(shown()).containsExactly(new ExecutorTasks(1, true, 0, 0, 0, null));
  }

  private void added(String id) {
    ExecutorInfo info = new ExecutorInfo("127.0.0.1", 1, Map$.MODULE$.empty());
    listener.onExecutorAdded(new SparkListenerExecutorAdded(0, id, info));
  }

  private List<ExecutorTasks> shown() {
    return listener.show(1).executors();
  }
}
