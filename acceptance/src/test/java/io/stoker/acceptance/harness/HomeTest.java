package io.stoker.acceptance.harness;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HomeTest {
  @Test
  void endsWhateverNamesTheHomeAndKeepsItsLogs(@TempDir Path logs) throws IOException {
    Home home = Home.create("test");
    Path work = Files.createDirectories(home.resolve("nodes/node-1/work"));
    Files.writeString(work.resolve("stdout.log"), "said");
    Process byCommandLine = new ProcessBuilder("sh", "-c", "sleep 300; : " + home).start();
    Process byDirectory =
        new ProcessBuilder("setsid", "sleep", "300").directory(work.toFile()).start();
    ProcessBuilder builder = new ProcessBuilder("sleep", "300");
    builder.environment().put("SPARK_LOCAL_DIRS", work.toString());
    Process byEnvironment = builder.start();
    Process stranger = new ProcessBuilder("sleep", "300").start();

    try {
      assertThat(home.processes().all()).hasSizeGreaterThanOrEqualTo(3);
      home.clear(logs);

      assertThat(List.of(byCommandLine, byDirectory, byEnvironment)).noneMatch(Process::isAlive);
      assertThat(stranger.isAlive()).isTrue();
      assertThat(home.resolve("")).doesNotExist();
      assertThat(logs.resolve("nodes/node-1/work/stdout.log")).hasContent("said");
    } finally {
      stranger.destroyForcibly();
    }
  }
}
