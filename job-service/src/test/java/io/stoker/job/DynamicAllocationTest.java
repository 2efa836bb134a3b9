package io.stoker.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.tuple;

import io.stoker.error.StokerException;
import io.stoker.error.Violation;
import io.stoker.job.JobDraft.DynamicAllocation;
import io.stoker.placement.NodeSelector;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DynamicAllocationTest {
  private static final JobDraft.Executor SIZED = new JobDraft.Executor(null, 2, "2g", null);

  @Test
  void whatIsLeftOpenIsFilledIn() {
    JobSpec.Executor executor = executor(new DynamicAllocation(true, null, 8, null, null, null));
    assertThat(executor.instances()).isZero();
    assertThat(executor.most()).isEqualTo(8);
    assertThat(executor.cores()).isEqualTo(2);
    assertThat(executor.dynamic())
        .isEqualTo(
            new JobSpec.DynamicAllocation(0, 8, Duration.ofMinutes(1), Duration.ofSeconds(1)));
  }

  @Test
  void aRunBeginsWithTheLeastUnlessItIsTold() {
    assertThat(executor(new DynamicAllocation(true, 2, 8, null, null, null)).instances())
        .isEqualTo(2);
    assertThat(executor(new DynamicAllocation(true, 2, 8, 5, "PT30S", "PT5S")))
        .isEqualTo(
            new JobSpec.Executor(
                5,
                2,
                2L << 30,
                NodeSelector.ANY,
                new JobSpec.DynamicAllocation(
                    2, 8, Duration.ofSeconds(30), Duration.ofSeconds(5))));
  }

  /** Which is how a fixed number of executors comes back from the API. */
  @Test
  void whatStandsBesideFalseSaysNothing() {
    assertThat(executor(new DynamicAllocation(false, 3, 1, 9, "soon", null)))
        .isEqualTo(new JobSpec.Executor(2, 2, 2L << 30));
  }

  @ParameterizedTest
  @CsvSource({
    ", 0, 8, , , , enabled, REQUIRED",
    "true, 0, , , , , maxExecutors, REQUIRED",
    "true, 0, 0, 0, , , maxExecutors, TOO_SMALL",
    "true, 0, 1001, , , , maxExecutors, TOO_LARGE",
    "true, -1, 8, 0, , , minExecutors, TOO_SMALL",
    "true, 9, 8, 8, , , minExecutors, CONTRADICTION",
    "true, 2, 8, 1, , , initialExecutors, OUT_OF_RANGE",
    "true, 2, 8, 9, , , initialExecutors, OUT_OF_RANGE",
    "true, 0, 8, , PT0S, , executorIdleTimeout, OUT_OF_RANGE",
    "true, 0, 8, , 60s, , executorIdleTimeout, NOT_A_DURATION",
    "true, 0, 8, , PT1.5S, , executorIdleTimeout, TOO_PRECISE",
    "true, 0, 8, , , PT25H, schedulerBacklogTimeout, OUT_OF_RANGE"
  })
  void whatCannotBeIsRefused(
      @Nullable Boolean enabled,
      Integer min,
      @Nullable Integer max,
      @Nullable Integer initial,
      @Nullable String idle,
      @Nullable String backlog,
      String field,
      String code) {
    DynamicAllocation dynamic = new DynamicAllocation(enabled, min, max, initial, idle, backlog);
    assertThat(violations(SIZED, dynamic))
        .extracting(Violation::pointer, Violation::code)
        .contains(tuple("/dynamicAllocation/" + field, code));
  }

  @Test
  void aFixedNumberBesideItIsAContradiction() {
    DynamicAllocation dynamic = new DynamicAllocation(true, 0, 8, null, null, null);
    assertThat(violations(new JobDraft.Executor(4, null, null, null), dynamic))
        .extracting(Violation::pointer, Violation::code)
        .containsExactly(tuple("/executor/instances", "CONTRADICTION"));
  }

  /** When executors come and go. */
  @Test
  void itsFurtherSettingsSayNothingToAFixedNumber() {
    String key = "spark.dynamicAllocation.cachedExecutorIdleTimeout";
    DynamicAllocation on = new DynamicAllocation(true, 0, 8, null, null, null);
    Map<String, String> settings = Map.of(key, "10m", "spark.speculation", "true");
    assertThat(Drafts.dynamic(SIZED, on, settings).checked(List.of()).sparkConf())
        .isEqualTo(settings);
    for (DynamicAllocation off :
        Arrays.asList(null, new DynamicAllocation(false, 0, 8, null, null, null))) {
      JobDraft fixed = Drafts.dynamic(SIZED, off, settings);
      assertThatExceptionOfType(StokerException.class)
          .isThrownBy(() -> fixed.checked(List.of()))
          .satisfies(
              refused ->
                  assertThat(refused.violations())
                      .extracting(Violation::pointer, Violation::code)
                      .containsExactly(tuple("/sparkConf/" + key, "NOT_APPLICABLE")));
    }
  }

  /** Else every job would seem changed after the upgrade. */
  @Test
  void theTextOfAJobWithoutItIsWhatItWasBefore() {
    String text = SpecJson.write(Drafts.spec("plain"));
    assertThat(text).doesNotContain("dynamic");
    assertThat(SpecJson.read(text).executor().dynamic()).isNull();
    JobSpec elastic =
        Drafts.dynamic(SIZED, new DynamicAllocation(true, 1, 8, null, null, null))
            .checked(List.of());
    assertThat(SpecJson.read(SpecJson.write(elastic))).isEqualTo(elastic);
  }

  private static JobSpec.Executor executor(DynamicAllocation dynamic) {
    return Drafts.dynamic(SIZED, dynamic).checked(List.of()).executor();
  }

  private static List<Violation> violations(JobDraft.Executor executor, DynamicAllocation dynamic) {
    return catchThrowableOfType(
            StokerException.class, () -> Drafts.dynamic(executor, dynamic).checked(List.of()))
        .violations();
  }
}
