package io.stoker.spark.memory;

import static org.assertj.core.api.Assertions.assertThat;

import io.stoker.contract.driver.DriverMemory.ProcessUse;
import io.stoker.contract.memory.CachedData;
import io.stoker.spark.memory.CacheBoard.Announced;
import java.util.List;
import java.util.Map;
import org.apache.spark.executor.ExecutorMetrics;
import org.junit.jupiter.api.Test;
import scala.jdk.javaapi.CollectionConverters;

class BoardsTest {
  private final MemoryBoard memory = new MemoryBoard();
  private final CacheBoard cache = new CacheBoard();

  @Test
  void keepsTheLastAndTheHighest() {
    memory.capacity("1", 455501414L, 0L);
    memory.heartbeat("1", List.of(metrics(700, 50), metrics(600, 90)));
    memory.heartbeat("1", List.of(metrics(200, 10)));
    memory.heartbeat("1", List.of(metrics(0, 0)));

    ProcessUse use = memory.show().get(0);
    assertThat(use.executor()).isEqualTo(1);
    assertThat(use.latest().heapBytes()).isEqualTo(200);
    assertThat(use.latest().executionBytes()).isEqualTo(10);
    assertThat(use.peak().heapBytes()).isEqualTo(700);
    assertThat(use.peak().executionBytes()).isEqualTo(90);
    assertThat(use.peak().unifiedCapacityBytes()).isEqualTo(455501414L);
  }

  @Test
  void aTaskBetweenTwoHeartbeatsRaisesThePeak() {
    memory.taskEnded("2", metrics(300, 30));
    memory.taskEnded("2", metrics(500, 20));
    memory.taskEnded("2", null);

    ProcessUse use = memory.show().get(0);
    assertThat(use.latest().heapBytes()).isEqualTo(300);
    assertThat(use.peak().heapBytes()).isEqualTo(500);
    assertThat(use.peak().executionBytes()).isEqualTo(30);
  }

  /** Spark's own executor of a local master has no number, and is the driver. */
  @Test
  void theDriverMeasuresItself() {
    memory.heartbeat("driver", List.of(metrics(300, 30)));
    assertThat(memory.show()).isEmpty();
    memory.capacity("driver", 1L, null);
    assertThat(memory.show()).singleElement().extracting(ProcessUse::executor).isNull();
  }

  @Test
  void knowsWhichExecutorsHoldAny() {
    cache.block("2", 7, 0, 100, 0);
    cache.block("1", 8, 0, 0, 60);
    cache.block("driver", 8, 1, 100, 0);
    assertThat(cache.executors()).containsExactly(1, 2);
    cache.block("2", 7, 0, 0, 0);
    cache.executorLost("1");
    assertThat(cache.executors()).isEmpty();
  }

  @Test
  void addsCachedBlocksUp() {
    cache.announced(7, new Announced("In-memory table flights", "Memory", 2));
    cache.block("1", 7, 0, 100, 0);
    cache.block("2", 7, 1, 40, 60);
    cache.block("2", 7, 0, 100, 0);
    cache.block("2", 7, 1, 90, 0);
    assertThat(cache.show())
        .containsExactly(new CachedData(7, "In-memory table flights", "Memory", 2, 2, 290, 0, 300));

    cache.executorLost("1");
    assertThat(cache.show().get(0).memoryBytes()).isEqualTo(190);
    cache.dropped(7);
    assertThat(cache.show())
        .containsExactly(new CachedData(7, "In-memory table flights", "Memory", 2, 0, 0, 0, 300));
  }

  private static ExecutorMetrics metrics(long heap, long execution) {
    Map<String, Object> values = Map.of("JVMHeapMemory", heap, "OnHeapExecutionMemory", execution);
    return new ExecutorMetrics(
        scala.collection.immutable.Map.from(CollectionConverters.asScala(values)));
  }
}
