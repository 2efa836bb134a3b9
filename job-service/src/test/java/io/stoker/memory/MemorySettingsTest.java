package io.stoker.memory;

import static org.assertj.core.api.Assertions.assertThat;

import io.stoker.error.Violation;
import io.stoker.error.Violations;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MemorySettingsTest {
  private static final long MIB = 1L << 20;

  @Test
  void readsWhatSparkWouldRead() {
    Map<String, String> settings =
        Map.of(
            "spark.driver.memory", "2048m",
            "spark.driver.memoryOverhead", "500",
            "spark.executor.memory", "1024m",
            "spark.executor.memoryOverheadFactor", "0.2",
            "spark.executor.minMemoryOverhead", "1g",
            "spark.executor.pyspark.memory", "300",
            "spark.memory.offHeap.enabled", "true",
            "spark.memory.offHeap.size", "536870912",
            "spark.memory.fraction", "0.8",
            "spark.memory.storageFraction", "0.3");
    assertThat(violations(settings)).isEmpty();
    assertThat(MemorySettings.driver(settings))
        .isEqualTo(new MemorySettings(2048 * MIB, 500 * MIB, 0.1, 384 * MIB, 0, 0, 0.8, 0.3));
    assertThat(MemorySettings.executor(settings))
        .isEqualTo(
            new MemorySettings(1024 * MIB, null, 0.2, 1024 * MIB, 512 * MIB, 300 * MIB, 0.8, 0.3));
  }

  @Test
  void whatIsAbsentIsSparksDefault() {
    assertThat(MemorySettings.executor(Map.of())).isEqualTo(MemorySettings.ofHeap(1L << 30));
    assertThat(MemorySettings.maxResultBytes(Map.of())).isEqualTo(1L << 30);
    assertThat(MemorySettings.maxResultBytes(Map.of("spark.driver.maxResultSize", "0"))).isZero();
  }

  /** Jobs were stored before these were checked: one of them must not stop anybody's allocation. */
  @Test
  void whatIsWrongCountsAsAbsent() {
    Map<String, String> settings =
        Map.of("spark.memory.fraction", "much", "spark.memory.storageFraction", "7");
    assertThat(MemorySettings.executor(settings)).isEqualTo(MemorySettings.executor(Map.of()));
  }

  @ParameterizedTest
  @CsvSource({
    "spark.memory.fraction, 1.0, OUT_OF_RANGE",
    "spark.memory.fraction, 0, OUT_OF_RANGE",
    "spark.memory.fraction, NaN, OUT_OF_RANGE",
    "spark.memory.storageFraction, 1, OUT_OF_RANGE",
    "spark.memory.storageFraction, half, OUT_OF_RANGE",
    "spark.executor.memoryOverheadFactor, 0, OUT_OF_RANGE",
    "spark.driver.memoryOverheadFactor, 11, OUT_OF_RANGE",
    "spark.executor.memoryOverhead, lots, NOT_A_SIZE",
    "spark.executor.memoryOverhead, 1.5g, NOT_A_SIZE",
    "spark.executor.memoryOverhead, 1000k, NOT_A_SIZE",
    "spark.driver.memoryOverhead, 5t, TOO_LARGE",
    "spark.driver.memoryOverhead, 99999999999999999999g, NOT_A_SIZE",
    "spark.executor.minMemoryOverhead, -1m, NOT_A_SIZE",
    "spark.driver.maxResultSize, much, NOT_A_SIZE",
    "spark.memory.offHeap.enabled, maybe, INVALID",
  })
  void aWrongValueIsNamed(String key, String value, String code) {
    assertThat(violations(Map.of(key, value)))
        .extracting(Violation::pointer, Violation::code)
        .containsExactly(org.assertj.core.groups.Tuple.tuple("/sparkConf/" + key, code));
  }

  @Test
  void offHeapMemoryNeedsBothSettings() {
    String enabled = "spark.memory.offHeap.enabled";
    String size = "spark.memory.offHeap.size";
    assertThat(violations(Map.of(enabled, "true")))
        .extracting(Violation::pointer)
        .containsExactly("/sparkConf/" + size);
    assertThat(violations(Map.of(size, "1g")))
        .extracting(Violation::pointer)
        .containsExactly("/sparkConf/" + enabled);
    assertThat(violations(Map.of(enabled, "true", size, "512")))
        .as("a number alone counts bytes here, and MiB elsewhere")
        .extracting(Violation::code)
        .containsExactly("NOT_A_SIZE");
    assertThat(violations(Map.of(enabled, "false"))).isEmpty();
  }

  private static List<Violation> violations(Map<String, String> settings) {
    Violations violations = new Violations();
    new MemoryRules(settings, violations).check();
    return violations.list();
  }
}
