package io.stoker.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.stoker.launcher.MemoryPlan.Wanted;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MemoryPlanTest {
  private static final long MIB = 1024L * 1024;

  /**
   * The same file is compared with Spark itself by {@code SparksArithmeticTest} of spark-runtime.
   */
  @ParameterizedTest
  @CsvFileSource(resources = "/memory-figures.csv", numLinesToSkip = 1)
  void reckonsAsSparkDoes(
      long heap,
      double fraction,
      double storageFraction,
      @Nullable Long overhead,
      double factor,
      long minimumOverhead,
      long offHeap,
      long pyspark,
      long overheadTaken,
      long container,
      long unified,
      long storage,
      long offHeapStorage) {
    MemoryPlan plan =
        MemoryPlan.of(
            new Wanted(
                heap * MIB,
                overhead == null ? null : overhead * MIB,
                factor,
                minimumOverhead * MIB,
                offHeap * MIB,
                pyspark * MIB,
                fraction,
                storageFraction));
    assertThat(plan)
        .isEqualTo(
            new MemoryPlan(
                heap * MIB,
                overheadTaken * MIB,
                offHeap * MIB,
                pyspark * MIB,
                unified,
                storage,
                offHeapStorage));
    assertThat(plan.containerBytes()).isEqualTo(container * MIB);
  }

  @ParameterizedTest
  @CsvSource({"1024, 1024", "1000, 1024", "1, 32", "1025, 1056"})
  void takesAHeapOfWhole32Mebibytes(long wanted, long taken) {
    assertThat(MemoryPlan.of(ofHeap(wanted * MIB)).heapBytes()).isEqualTo(taken * MIB);
  }

  @ParameterizedTest
  @ValueSource(longs = {0, -1, Long.MIN_VALUE, Long.MAX_VALUE})
  void refusesSizesWithoutSense(long bytes) {
    assertThatIllegalArgumentException().isThrownBy(() -> MemoryPlan.of(ofHeap(bytes)));
  }

  private static Wanted ofHeap(long heapBytes) {
    return new Wanted(heapBytes, null, 0.1, 384 * MIB, 0, 0, 0.6, 0.5);
  }
}
