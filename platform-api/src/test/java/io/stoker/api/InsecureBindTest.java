package io.stoker.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.diagnostics.FailureAnalysis;

class InsecureBindTest {
  @TempDir private Path home = Path.of("");

  @Test
  void withoutTlsAServerListensOnLoopbackOnly() {
    assertThatThrownBy(
            () -> RunningServer.start("stoker.home=" + home, "server.address=0.0.0.0").close())
        .rootCause()
        .isInstanceOf(InsecureBindException.class)
        .hasMessageContaining("0.0.0.0");
    assertThat(home).as("nothing was begun").isEmptyDirectory();
  }

  @Test
  void itSaysWhatToDo() {
    FailureAnalysis analysis =
        new InsecureBindFailureAnalyzer()
            .analyze(new RuntimeException(new InsecureBindException("/10.0.0.1")));

    assertThat(analysis).isNotNull();
    assertThat(analysis.getAction())
        .contains("server.address=127.0.0.1", "server.ssl", "stoker.allow-insecure-bind=true");
  }
}
