package io.stoker.launcher.process;

import static io.stoker.launcher.process.Children.awaitEnd;
import static io.stoker.launcher.process.Children.awaitRunning;
import static io.stoker.launcher.process.Children.soon;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The service that started a process ends, and another one takes the process over. */
class AdoptionTest {
  private final Path home;

  AdoptionTest(@TempDir Path home) {
    this.home = home;
  }

  @AfterEach
  void leaveNothingRunning() throws Exception {
    for (ChildProcess child : ProcessDirectory.list(home)) {
      assertThat(child.terminate(Duration.ZERO)).isTrue();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"KILL", "TERM", "INT"})
  void adoptsTheChildOfAnotherJvm(String signal) throws Exception {
    Path gate = home.resolve("gate");
    Process starter =
        Jvm.start(
            Starter.class,
            home.toString(),
            "until [ -e " + gate + " ]; do sleep 0.1; done; exit 7");
    List<ChildProcess> known =
        soon().until(() -> ProcessDirectory.list(home), all -> !all.isEmpty());
    ChildProcess adopted = known.get(0);
    long pid = awaitRunning(adopted).pid();

    new ProcessBuilder("kill", "-" + signal, Long.toString(starter.pid())).start().waitFor();
    starter.waitFor();

    assertThat(adopted.status()).isInstanceOf(ProcessStatus.Running.class);
    assertThat(awaitRunning(adopted).pid()).isEqualTo(pid);
    Files.createFile(gate);
    assertThat(awaitEnd(adopted))
        .isInstanceOfSatisfying(
            ProcessStatus.Exited.class, end -> assertThat(end.exitCode()).isEqualTo(7));
  }

  /** As when a node's home is copied beside it: whoever works on the copy must not end it. */
  @Test
  void aCopyOfItsDirectoryIsNotTheProcess() throws Exception {
    ChildProcess original = Children.started(home.resolve("node"), "exec sleep 1000");
    long pid = awaitRunning(original).pid();
    Path node = home.resolve("node");
    new ProcessBuilder("cp", "-a", node.toString(), home.resolve("copy").toString())
        .start()
        .waitFor();
    ChildProcess copy = ProcessDirectory.list(home.resolve("copy")).get(0);
    assertThat(copy.status()).isInstanceOf(ProcessStatus.Gone.class);
    assertThat(copy.terminate(Duration.ZERO)).isTrue();
    assertThat(awaitRunning(original).pid()).isEqualTo(pid);

    // as if it had come from another machine, where pids and their times mean something else
    Path leader = copy.directory().resolve("leader");
    Files.writeString(leader, Files.readString(leader).replaceAll(" [^ ]+$", " another-boot\n"));
    assertThat(copy.status()).isInstanceOf(ProcessStatus.Gone.class);
    assertThat(copy.terminate(Duration.ZERO)).isTrue();
    copy.delete();
    assertThat(awaitRunning(original).pid()).isEqualTo(pid);

    Files.move(node, home.resolve("moved"));
    ChildProcess moved = ProcessDirectory.list(home.resolve("moved")).get(0);
    assertThat(awaitRunning(moved).pid()).isEqualTo(pid);
    assertThat(moved.terminate(Duration.ZERO)).isTrue();
    assertThat(moved.status().isEnded()).isTrue();
  }

  /** Starts a child and stays until it is killed. */
  static final class Starter {
    private Starter() {}

    public static void main(String[] args) throws Exception {
      Children.started(Path.of(args[0]), args[1]);
      Thread.currentThread().join();
    }
  }
}
