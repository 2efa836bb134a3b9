package io.stoker.api.driver;

import static org.assertj.core.api.Assertions.assertThat;

import io.stoker.cluster.TaskCounts;
import io.stoker.contract.driver.DriverProgress;
import io.stoker.contract.driver.DriverProgress.ExecutorTasks;
import io.stoker.contract.driver.ExecutorDemand;
import io.stoker.contract.run.Progress;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What drivers say, and what those say nothing of that are older. */
class DriverMappingTest {
  private static final TaskCounts PLAIN = new TaskCounts(true, 0, 5, 0);
  private static final TaskCounts CACHING = new TaskCounts(true, 0, 5, 0, true);

  @Test
  void executorsWithCachedDataAreKnown() {
    assertThat(DriverMapping.taskCounts(progress(List.of(2, 9))))
        .isEqualTo(Map.of(1, PLAIN, 2, CACHING));
    assertThat(DriverMapping.taskCounts(progress(null))).isEqualTo(Map.of(1, PLAIN, 2, PLAIN));
  }

  @Test
  void aBarrierStageIsKnown() {
    assertThat(DriverMapping.demand(demand(true)).barrier()).isTrue();
    assertThat(DriverMapping.demand(demand(null)).barrier()).isFalse();
  }

  private static DriverProgress progress(@Nullable List<Integer> caching) {
    return new DriverProgress(
        1,
        new Progress(Instant.EPOCH, 0, 0, 0, 0, 0, 0, 0, 0, 2, List.of()),
        List.of(
            new ExecutorTasks(1, true, 0, 5, 0, null), new ExecutorTasks(2, true, 0, 5, 0, null)),
        caching);
  }

  private static ExecutorDemand demand(@Nullable Boolean barrier) {
    return new ExecutorDemand(
        1, "spark://driver:1", List.of(), List.of(), Map.of(), List.of(), barrier);
  }
}
