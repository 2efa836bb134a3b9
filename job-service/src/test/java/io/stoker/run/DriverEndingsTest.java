package io.stoker.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.stoker.cluster.ProcessExit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DriverEndingsTest {

  @ParameterizedTest
  @CsvSource(
      textBlock =
          """
          0,    EXITED,       FAILED, EXITED_WITHOUT_COMMIT, false, exit code 0
          1,    EXITED,       FAILED, DRIVER_EXITED,         true,  exit code 1
          52,   EXITED,       FAILED, DRIVER_EXITED,         true,  out of memory
          137,  EXITED,       FAILED, DRIVER_EXITED,         true,  SIGKILL (exit code 137)
          143,  EXITED,       FAILED, DRIVER_EXITED,         true,  SIGTERM (exit code 143)
          143,  STOPPED,      FAILED, DRIVER_EXITED,         true,  ended by its node: no java here
          137,  MEMORY_LIMIT, FAILED, DRIVER_MEMORY_LIMIT,   false, more memory than it owns: no java here
          137,  MACHINE_MEMORY, FAILED, MACHINE_MEMORY,      true,  for want of memory on its machine: no java here
          162,  EXITED,       FAILED, DRIVER_EXITED,         true,  signal 34 (exit code 162)
              , UNKNOWN,      FAILED, DRIVER_EXITED,         true,  exit code is unknown
              , START_FAILED, FAILED, DRIVER_START_FAILED,   true,  no java here
              , SPARK_HOME_INVALID, FAILED, SPARK_HOME_INVALID, true, sparkHome on n1: no java here
              , MASTER_SECRET_UNUSABLE, FAILED, MASTER_SECRET_UNUSABLE, true, master on n1: no java here
              , LOST,         LOST,   DRIVER_LOST,           true,  is lost
              , NODE_LOST,    LOST,   NODE_LOST,             true,  is lost
          """)
  void theReasonSaysHowItEnded(
      @Nullable Integer code,
      String cause,
      AttemptState state,
      String reason,
      boolean retryable,
      String words) {
    AttemptEnd end = DriverEndings.of(new ProcessExit(code, cause, "no java here"), "n1", false);
    assertThat(end.state()).isEqualTo(state);
    assertThat(end.reason().code()).isEqualTo(reason);
    assertThat(end.retryable()).isEqualTo(retryable);
    assertThat(end.reason().message()).contains(words).contains("n1");
  }

  @Test
  void whatLivesBesideAnotherSparkIsNamedWhenMemoryWasShort() {
    ProcessExit exit = new ProcessExit(137, ProcessExit.MEMORY_LIMIT, "1500 of 1408 MiB");
    assertThat(DriverEndings.of(exit, "n1", true).reason().message())
        .contains("1500 of 1408 MiB", "sparkHome", "250 MiB", "spark.driver.memoryOverhead");
    assertThat(DriverEndings.of(exit, "n1", false).reason().message()).doesNotContain("sparkHome");
  }
}
