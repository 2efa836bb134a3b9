package io.stoker.allocation;

import static org.assertj.core.api.Assertions.assertThat;

import io.stoker.cluster.NodeState;
import io.stoker.job.JobSpec;
import io.stoker.memory.ProcessMemory;
import io.stoker.placement.NodeSelector;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SizingWarningTest {
  private static final ProcessMemory DRIVER = new ProcessMemory(4L << 30, 0, 0, 0, 0, 0, 0, 0);

  @Test
  void withDynamicAllocationItIsTheMostExecutorsThatCount() {
    Map<String, String> settings = new HashMap<>();
    settings.put("spark.executor.cores", "4");
    settings.put("spark.sql.shuffle.partitions", "20");
    assertThat(SizingWarning.of(settings, DRIVER)).as("one executor").isEmpty();
    settings.put("spark.dynamicAllocation.maxExecutors", "100");
    List<SizingWarning> warnings = SizingWarning.of(settings, DRIVER);
    assertThat(warnings).extracting(SizingWarning::code).containsExactly("FEW_TASKS_PER_CORE");
    assertThat(warnings.get(0).message()).contains("20 tasks for 400");
  }

  @ParameterizedTest
  @CsvSource({
    "9, 20, 12, /dynamicAllocation/minExecutors, At least 9",
    "2, 20, 9, /dynamicAllocation/initialExecutors, begins with 9",
    "2, 20, 8, /dynamicAllocation/maxExecutors, At most 20",
  })
  void whatIsKeptOrBegunWithMustFitAndOfTheMostIsToldWhatDoes(
      int min, int max, int initial, String pointer, String words) {
    assertThat(SizingWarning.of(byLoad(min, max, initial), fit(8)))
        .singleElement()
        .satisfies(
            warning -> {
              assertThat(warning.pointer()).isEqualTo(pointer);
              assertThat(warning.message()).contains(words, "8 fit beside the driver");
            });
    assertThat(SizingWarning.of(byLoad(min, max, initial), fit(max))).isEmpty();
  }

  private static JobSpec.Executor byLoad(int min, int max, int initial) {
    return new JobSpec.Executor(
        initial,
        1,
        1L << 30,
        NodeSelector.ANY,
        new JobSpec.DynamicAllocation(min, max, Duration.ofMinutes(1), Duration.ofSeconds(1)));
  }

  private static Fit fit(int executors) {
    return new Fit(
        List.of(new Fit.OnNode("a", NodeState.READY, true, true, executors, executors)),
        executors,
        executors,
        null);
  }
}
