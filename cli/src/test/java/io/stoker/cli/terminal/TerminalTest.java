package io.stoker.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class TerminalTest {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  @Test
  void aTerminalOverwritesWhatPasses() {
    show(true);
    assertThat(out.toString(StandardCharsets.UTF_8))
        .isEqualTo("\r\033[Kwaiting  1 s\r\033[Kwaiting  2 s\r\033[Kdone\n");
  }

  @Test
  void aFileGetsEachStateOnceAndNoCodes() {
    show(false);
    assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo("waiting\ndone\n");
  }

  private void show(boolean interactive) {
    var terminal = new Terminal(new PrintStream(out, true, StandardCharsets.UTF_8), interactive);
    terminal.passing("waiting", "1 s");
    terminal.passing("waiting", "2 s");
    terminal.line("done");
  }
}
