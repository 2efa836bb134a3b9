package io.stoker.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.stoker.cluster.AssignmentState;
import io.stoker.cluster.ExecutorProcess;
import io.stoker.cluster.TaskCounts;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class ExecutorWordsTest {

  @ParameterizedTest
  @CsvSource(
      textBlock =
          """
          EXITED, 1,   EXITED,       ,     true,  EXITED,       exit code 1
          EXITED, 52,  EXITED,       ,     true,  EXITED,       out of memory
          EXITED, 0,   EXITED,       ,     false, EXITED,       exit code 0
          EXITED, 137, EXITED,       ,     false, EXITED,       SIGKILL
          EXITED, 143, EXITED,       ,     false, EXITED,       SIGTERM
          EXITED, 56,  EXITED,       ,     false, EXITED,       lost its driver
          EXITED, 137, MEMORY_LIMIT, ,     true,  MEMORY_LIMIT, SIGKILL
          EXITED, 137, MACHINE_MEMORY, ,   false, MACHINE_MEMORY, SIGKILL
          EXITED, 1,   STOPPED,      idle, false, STOPPED,      idle
          EXITED, ,    UNKNOWN,      ,     false, UNKNOWN,      nobody saw
          EXITED, ,    START_FAILED, ,     false, START_FAILED, nobody saw
          LOST,   ,    LOST,         ,     false, LOST,         nobody saw
          LOST,   ,    NODE_LOST,    ,     false, NODE_LOST,    nobody saw
          """)
  void onlyAnUnaskedBadEndCountsAgainstTheApplication(
      AssignmentState state,
      @Nullable Integer code,
      String cause,
      @Nullable String stop,
      boolean causedByApplication,
      String reason,
      String words) {
    ExecutorProcess process = process(state, code, cause, stop);
    assertThat(ExecutorWords.causedByApplication(process)).isEqualTo(causedByApplication);
    assertThat(ExecutorWords.reason(process))
        .hasValueSatisfying(
            told -> {
              assertThat(told.code()).isEqualTo(reason);
              assertThat(told.message()).contains(words);
            });
  }

  @Test
  void nothingIsWrongWithALivingOne() {
    ExecutorProcess process = process(AssignmentState.RUNNING, null, null, null);
    assertThat(ExecutorWords.causedByApplication(process)).isFalse();
    assertThat(ExecutorWords.reason(process)).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void everyStateHasAWordOfTheApi(AssignmentState state) {
    assertThat(ExecutorWords.state(process(state, null, null, null)))
        .isIn("ASSIGNED", "STARTING", "RUNNING", "EXITED", "LOST");
  }

  private static ExecutorProcess process(
      AssignmentState state,
      @Nullable Integer code,
      @Nullable String cause,
      @Nullable String stop) {
    UUID id = new UUID(0, 1);
    return new ExecutorProcess(
        id,
        1,
        0,
        id,
        "n1",
        "127.0.0.2",
        state,
        code,
        cause,
        null,
        1000,
        1L << 29,
        1L << 30,
        TaskCounts.NONE,
        Instant.EPOCH,
        null,
        null,
        null,
        stop,
        null,
        false,
        false);
  }
}
