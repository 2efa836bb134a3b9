package io.stoker.launcher.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LastWordsTest {
  private final Path directory;

  LastWordsTest(@TempDir Path directory) {
    this.directory = directory;
  }

  /** Goes red when a node could send what the platform refuses, and with it its whole report. */
  @Test
  void areTextWhateverTheProcessWrote() throws IOException {
    String half = "x".repeat(239) + "\uD83D\uDE00 and more";
    Files.writeString(directory.resolve("stderr"), "no\0room\n" + half + "\n");
    assertThat(LastWords.of(directory))
        .startsWith(". It wrote last: no\uFFFDroom | xxx")
        .endsWith("x\uFFFD…");
  }

  @Test
  void areNothingOfOneThatWroteNothing() {
    assertThat(LastWords.of(directory)).isEmpty();
  }
}
