package io.stoker.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.tuple;

import io.stoker.error.StokerException;
import io.stoker.error.Violation;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExecutorFailuresTest {
  private static final String MOST = "spark.executor.maxNumFailures";
  private static final String WINDOW = "spark.executor.failuresValidityInterval";

  @Test
  void twiceWhatThereMayBeAreTooManyWithinAnHour() {
    assertThat(of(Map.of(), 1)).isEqualTo(new ExecutorFailures(2, Duration.ofHours(1)));
    assertThat(of(Map.of(), 10)).isEqualTo(new ExecutorFailures(19, Duration.ofHours(1)));
    assertThat(of(Map.of(MOST, "7", WINDOW, "90m"), 10))
        .isEqualTo(new ExecutorFailures(7, Duration.ofMinutes(90)));
  }

  @ParameterizedTest
  @CsvSource({
    MOST + ", 2",
    MOST + ", 1000001",
    MOST + ", many",
    MOST + ", -1",
    WINDOW + ", 0s",
    WINDOW + ", -1",
    WINDOW + ", PT1H",
    WINDOW + ", 366d",
    WINDOW + ", 999999999d"
  })
  void saysWhatIsWrongWithASetting(String key, String value) {
    assertThatExceptionOfType(StokerException.class)
        .isThrownBy(() -> of(Map.of(key, value), 1))
        .satisfies(
            refused ->
                assertThat(refused.violations())
                    .extracting(Violation::pointer, Violation::code)
                    .containsExactly(tuple("/sparkConf/" + key, "INVALID")));
  }

  private static ExecutorFailures of(Map<String, String> settings, int most) {
    JobDraft.DynamicAllocation dynamic =
        new JobDraft.DynamicAllocation(true, 0, most, null, null, null);
    JobDraft.Executor executor = new JobDraft.Executor(null, 1, "1g", null);
    return ExecutorFailures.of(Drafts.dynamic(executor, dynamic, settings).checked(List.of()));
  }
}
