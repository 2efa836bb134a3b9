package io.stoker.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import io.stoker.launcher.process.ProcessRecord.Kind;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExitCodesTest {
  @ParameterizedTest
  @CsvSource({
    "DRIVER, 0, ended as it should",
    "DRIVER, 3, see its stderr",
    "DRIVER, 101, main class",
    "DRIVER, 1, see its stderr",
    "EXECUTOR, 3, see its stderr",
    "EXECUTOR, 52, more memory",
    "EXECUTOR, 137, SIGKILL",
    "EXECUTOR, 143, SIGTERM",
    "EXECUTOR, 139, signal 11"
  })
  void saysWhatTheCodeMeans(Kind kind, int code, String text) {
    assertThat(ExitCodes.explain(kind, code)).startsWith("Exit code " + code).contains(text);
  }
}
