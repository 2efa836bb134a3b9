package io.stoker.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.stoker.launcher.MemoryPlan.Wanted;
import org.junit.jupiter.api.Test;
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
    "6144, 6144, 614",
  })
  void addsSparksOverhead(long wanted, long heap, long overhead) {
    MemoryPlan plan = MemoryPlan.of(of(wanted * MIB, 0.6, 0.5));
    assertThat(plan.heapBytes()).isEqualTo(heap * MIB);
    assertThat(plan.overheadBytes()).isEqualTo(overhead * MIB);
    assertThat(plan.containerBytes()).isEqualTo((heap + overhead) * MIB);
  }

  /** Figures that executors under G1 have reported. */
  @ParameterizedTest
  @CsvSource({
    "1024, 0.6, 0.5, 455501414, 227750707",
    "1024, 0.8, 0.3, 607335219, 182200565",
    "2048, 0.6, 0.5, 1099746508, 549873254",
    "1024, 0.6, 0, 455501414, 0",
  })
  void dividesTheHeapAsAnExecutorReports(
      long heap, double fraction, double storageFraction, long unified, long storage) {
    MemoryPlan plan = MemoryPlan.of(of(heap * MIB, fraction, storageFraction));
    assertThat(plan.unifiedBytes()).isEqualTo(unified);
    assertThat(plan.storageBytes()).isEqualTo(storage);
  }

  /** As Spark itself reckons: 7570 MiB. */
  @Test
  void addsWhatLiesOutsideOfTheHeap() {
    Wanted wanted = new Wanted(6144 * MIB, null, 0.1, 384 * MIB, 512 * MIB, 300 * MIB, 0.6, 0.5);
    MemoryPlan plan = MemoryPlan.of(wanted);
    assertThat(plan.containerBytes()).isEqualTo(7570 * MIB);
    assertThat(plan.offHeapStorageBytes()).isEqualTo(256 * MIB);
  }

  @Test
  void takesAnOverheadThatIsAskedFor() {
    Wanted fixed = new Wanted(6144 * MIB, 100 * MIB, 0.4, 384 * MIB, 0, 0, 0.6, 0.5);
    assertThat(MemoryPlan.of(fixed).overheadBytes()).isEqualTo(100 * MIB);
    Wanted factor = new Wanted(1024 * MIB, null, 0.4, 384 * MIB, 0, 0, 0.6, 0.5);
    assertThat(MemoryPlan.of(factor).overheadBytes()).isEqualTo(409 * MIB);
    Wanted least = new Wanted(1024 * MIB, null, 0.4, 512 * MIB, 0, 0, 0.6, 0.5);
    assertThat(MemoryPlan.of(least).overheadBytes()).isEqualTo(512 * MIB);
  }

  @ParameterizedTest
  @ValueSource(longs = {0, -1, Long.MIN_VALUE, Long.MAX_VALUE})
  void refusesSizesWithoutSense(long bytes) {
    assertThatIllegalArgumentException().isThrownBy(() -> MemoryPlan.of(of(bytes, 0.6, 0.5)));
  }

  private static Wanted of(long heapBytes, double fraction, double storageFraction) {
    return new Wanted(heapBytes, null, 0.1, 384 * MIB, 0, 0, fraction, storageFraction);
  }
}
