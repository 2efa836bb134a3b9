package io.stoker.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MemoryPlanTest {
  private static final long MIB = 1024L * 1024;

  @ParameterizedTest
  @CsvSource({
    // wanted MiB, heap MiB, overhead MiB
    "1024, 1024, 384",
    "1000, 1024, 384",
    "1, 32, 384",
    "3840, 3840, 384",
    "4096, 4096, 409",
    "6144, 6144, 614", // as Spark itself reckons: 7570 with 512 off-heap and 300 for Python
  })
  void addsSparksOverhead(long wanted, long heap, long overhead) {
    MemoryPlan plan = MemoryPlan.ofHeap(wanted * MIB);
    assertThat(plan).isEqualTo(new MemoryPlan(heap * MIB, overhead * MIB));
    assertThat(plan.containerBytes()).isEqualTo((heap + overhead) * MIB);
  }

  @ParameterizedTest
  @ValueSource(longs = {0, -1, Long.MIN_VALUE, Long.MAX_VALUE})
  void refusesSizesWithoutSense(long bytes) {
    assertThatIllegalArgumentException().isThrownBy(() -> MemoryPlan.ofHeap(bytes));
  }
}
