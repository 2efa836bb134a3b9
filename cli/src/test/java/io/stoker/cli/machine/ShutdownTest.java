package io.stoker.cli.machine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.stoker.cli.terminal.CommandException;
import io.stoker.cli.terminal.Terminal;
import io.stoker.contract.node.ShuffleDirectory;
import io.stoker.launcher.process.ChildProcess;
import io.stoker.launcher.process.Command;
import io.stoker.launcher.process.ProcessDirectory;
import io.stoker.launcher.process.ProcessIdentity;
import io.stoker.launcher.process.ProcessRecord;
import io.stoker.launcher.process.ProcessStatus;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ShutdownTest {
  private final Home home;
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  ShutdownTest(@TempDir Path directory) {
    home = Home.at(directory);
  }

  @Test
  void processesOfRunsEndAlthoughNoServiceOfTheirNodeRuns() throws Exception {
    ChildProcess child = accept();
    child.start(new Command(List.of("sleep", "600"), Map.of("PATH", "/usr/bin:/bin")));
    await().until(() -> child.status() instanceof ProcessStatus.Running);

    down();
    assertThat(out.toString(StandardCharsets.UTF_8)).contains("Stopped 1 processes of runs");
    assertThat(child.status().isEnded()).isTrue();
    assertThat(HomeProcess.of(home)).isEmpty();
  }

  /** It belongs to no run, and lives on when its node's service stops. */
  @Test
  void aShuffleServerGoesToo() throws Exception {
    ChildProcess child = accept(ShuffleDirectory.in(home.node("node-1")).path());
    child.start(new Command(List.of("sleep", "600"), Map.of("PATH", "/usr/bin:/bin")));
    await().until(() -> child.status() instanceof ProcessStatus.Running);

    down();
    assertThat(out.toString(StandardCharsets.UTF_8)).doesNotContain("processes of runs");
    assertThat(child.status().isEnded()).isTrue();
    assertThat(HomeProcess.of(home)).isEmpty();
  }

  @Test
  void aPidThatIsUsedAgainByAStrangerIsNotKilled() throws Exception {
    Process stranger = new ProcessBuilder("sleep", "600").start();
    try {
      ChildProcess child = accept();
      String someoneElse = "%d 1 %s\n".formatted(stranger.pid(), ProcessIdentity.currentBootId());
      Files.writeString(child.directory().resolve("leader"), someoneElse);
      Files.writeString(child.directory().resolve("child"), someoneElse);

      down();
      assertThat(stranger.isAlive()).isTrue();
    } finally {
      stranger.destroyForcibly();
    }
  }

  @Test
  void whatIsLeftInSpiteOfItIsNamed() throws Exception {
    Process unknown =
        new ProcessBuilder(
                Installation.java().toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Forever.class.getName(),
                home.toString())
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    try {
      assertThatThrownBy(this::down)
          .isInstanceOf(CommandException.class)
          .hasMessageContaining("Still there")
          .hasMessageContaining("pid " + unknown.pid());
      assertThat(unknown.isAlive()).isTrue();
    } finally {
      unknown.destroyForcibly();
    }
  }

  /** A program that does nothing and does not end. */
  static final class Forever {
    private Forever() {}

    public static void main(String[] args) throws InterruptedException {
      Thread.currentThread().join();
    }
  }

  private ChildProcess accept() throws IOException {
    return accept(home.node("node-1"));
  }

  private static ChildProcess accept(Path directory) throws IOException {
    var record =
        new ProcessRecord(
            UUID.randomUUID(),
            ProcessRecord.Kind.EXECUTOR,
            "executor-1",
            UUID.randomUUID(),
            1,
            "app",
            1000,
            null,
            Instant.now());
    return ProcessDirectory.accept(directory, record);
  }

  private void down() throws InterruptedException {
    new Shutdown(home, new Terminal(new PrintStream(out, true, StandardCharsets.UTF_8), false))
        .down();
  }
}
