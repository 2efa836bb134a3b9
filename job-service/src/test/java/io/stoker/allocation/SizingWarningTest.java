package io.stoker.allocation;

import static org.assertj.core.api.Assertions.assertThat;

import io.stoker.memory.ProcessMemory;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

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
}
