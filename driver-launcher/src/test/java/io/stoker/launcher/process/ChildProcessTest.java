package io.stoker.launcher.process;

import static io.stoker.launcher.process.Children.aRecord;
import static io.stoker.launcher.process.Children.alive;
import static io.stoker.launcher.process.Children.awaitEnd;
import static io.stoker.launcher.process.Children.awaitOutput;
import static io.stoker.launcher.process.Children.awaitRunning;
import static io.stoker.launcher.process.Children.shell;
import static io.stoker.launcher.process.Children.soon;
import static io.stoker.launcher.process.Children.started;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ChildProcessTest {
  private static final Duration PATIENT = Duration.ofSeconds(60);
  private static final Duration IMPATIENT = Duration.ofMillis(200);

  private final Path home;

  ChildProcessTest(@TempDir Path home) {
    this.home = home;
  }

  @AfterEach
  void leaveNothingRunning() throws Exception {
    for (ChildProcess child : ProcessDirectory.list(home)) {
      assertThat(child.terminate(Duration.ZERO)).isTrue();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "exit 0, 0",
    "exit 7, 7",
    "kill -15 $$, 143",
    "kill -9 $$, 137",
    "no-such-program, 127"
  })
  void keepsTheExitCode(String script, int code) throws Exception {
    assertThat(awaitEnd(started(home, script)))
        .isInstanceOfSatisfying(
            ProcessStatus.Exited.class,
            end -> {
              assertThat(end.exitCode()).isEqualTo(code);
              assertThat(end.startedAt()).isBeforeOrEqualTo(end.exitedAt());
            });
  }

  @Test
  void keepsTheExitCodeOfWhatEndsWhileItIsLookedAt() throws Exception {
    for (int i = 0; i < 100; i++) {
      ChildProcess child = started(home, "exit 7");
      ProcessStatus status = child.status();
      while (!status.isEnded()) {
        status = child.status();
      }
      assertThat(status).isInstanceOf(ProcessStatus.Exited.class);
    }
  }

  @Test
  void keepsTheExitCodeOfJvm() throws Exception {
    ChildProcess child = ProcessDirectory.accept(home, aRecord());
    child.start(new Command(List.of(Jvm.EXECUTABLE, "-version"), Map.of()));
    assertThat(awaitEnd(child))
        .isInstanceOfSatisfying(
            ProcessStatus.Exited.class, end -> assertThat(end.exitCode()).isZero());
    assertThat(child.directory().resolve("stderr")).content().contains("version");
  }

  @Test
  void writesStreamsToFilesOfTheOwner() throws Exception {
    ChildProcess child = started(home, "echo out; echo err >&2");
    awaitEnd(child);
    assertThat(child.directory().resolve("stdout")).hasContent("out");
    assertThat(child.directory().resolve("stderr")).hasContent("err");
    assertThat(permissions(child.directory())).isEqualTo("rwx------");
    for (String name : List.of("stdout", "stderr", "process.json", "leader", "child", "exit")) {
      assertThat(permissions(child.directory().resolve(name))).as(name).isEqualTo("rw-------");
    }
  }

  @Test
  void leavesTheCommandTheUmaskOfTheService() throws Exception {
    Path ours = home.resolve("ours");
    new ProcessBuilder("touch", ours.toString()).start().waitFor();
    ChildProcess child = started(home, "touch theirs");
    awaitEnd(child);
    assertThat(permissions(child.directory().resolve("work/theirs"))).isEqualTo(permissions(ours));
  }

  @Test
  void inheritsNothingOfTheEnvironment() throws Exception {
    ChildProcess child = ProcessDirectory.accept(home, aRecord());
    child.start(new Command(List.of("/usr/bin/env"), Map.of("GIVEN", "a b")));
    awaitEnd(child);
    assertThat(Files.readAllLines(child.directory().resolve("stdout")))
        .contains("GIVEN=a b", "STOKER_ASSIGNMENT_ID=" + child.record().id())
        .noneMatch(line -> line.startsWith("HOME=") || line.startsWith("PATH="));
  }

  @Test
  void endsByTermWithinTheGrace() throws Exception {
    ChildProcess child = started(home, "exec sleep 1000");
    awaitRunning(child);
    assertThat(child.terminate(PATIENT)).isTrue();
    assertThat(child.status())
        .isInstanceOfSatisfying(
            ProcessStatus.Exited.class, end -> assertThat(end.exitCode()).isEqualTo(143));
  }

  @Test
  void killsTheWholeSessionAfterTheGrace() throws Exception {
    ChildProcess child =
        started(home, "trap '' TERM; sleep 1000 & setsid sleep 1001 & echo ready; sleep 1002");
    awaitOutput(child, "ready");
    soon().until(() -> alive(child).size() >= 4);

    assertThat(child.terminate(IMPATIENT)).isTrue();

    assertThat(alive(child)).isEmpty();
    assertThat(child.status())
        .isInstanceOfSatisfying(
            ProcessStatus.Exited.class, end -> assertThat(end.exitCode()).isEqualTo(137));
  }

  @Test
  void takesAlongWhatTheCommandLeftBehind() throws Exception {
    ChildProcess child = started(home, "sleep 1000 & exit 3");
    assertThat(awaitEnd(child))
        .isInstanceOfSatisfying(
            ProcessStatus.Exited.class, end -> assertThat(end.exitCode()).isEqualTo(3));
    soon().until(() -> alive(child).isEmpty());
  }

  @Test
  void clearsLeftoversInSessionsOfTheirOwn() throws Exception {
    ChildProcess child =
        started(home, "mkfifo f; setsid sh -c 'echo > f; exec sleep 1000' & read line < f");
    awaitEnd(child);
    soon().until(() -> alive(child).size() == 1);
    assertThat(child.terminate(Duration.ZERO)).isTrue();
    assertThat(alive(child)).isEmpty();
  }

  @Test
  void outlivesItsWrapperAndSaysThatTheExitIsUnknown() throws Exception {
    ChildProcess child = started(home, "exec sleep 1000");
    long pid = awaitRunning(child).pid();
    long wrapper = new ProcessFiles(child.directory()).leader().orElseThrow().pid();
    ProcessHandle.of(wrapper).orElseThrow().destroyForcibly();

    soon().until(() -> !awaitRunning(child).exitWillBeKnown());
    assertThat(awaitRunning(child).pid()).isEqualTo(pid);

    assertThat(child.terminate(PATIENT)).isTrue();
    assertThat(child.status())
        .isInstanceOfSatisfying(
            ProcessStatus.Gone.class, end -> assertThat(end.why()).contains("unknown"));
    assertThat(alive(child)).isEmpty();
  }

  @Test
  void findsChildOfWrapperThatWasKilledBeforeItWroteThePid() throws Exception {
    ChildProcess child = started(home, "exec sleep 1000");
    long pid = awaitRunning(child).pid();
    long wrapper = new ProcessFiles(child.directory()).leader().orElseThrow().pid();
    ProcessHandle.of(wrapper).orElseThrow().destroyForcibly();
    Files.delete(child.directory().resolve("child"));

    soon().until(() -> child.status().equals(running(child, pid)));
    assertThat(child.terminate(PATIENT)).isTrue();
    assertThat(alive(child)).isEmpty();
  }

  @Test
  void startsOnlyOnce() throws Exception {
    ChildProcess child = started(home, "echo one; exec sleep 1000");
    awaitOutput(child, "one");
    long pid = awaitRunning(child).pid();

    ChildProcess adopted = adopt(child);
    adopted.start(shell("echo two"));

    soon().until(() -> Files.size(child.directory().resolve("keep.err")) > 0);
    assertThat(child.directory().resolve("keep.err")).content().contains("another start was first");
    assertThat(awaitRunning(adopted).pid()).isEqualTo(pid);
    assertThat(child.directory().resolve("stdout")).hasContent("one");
  }

  @Test
  void neverStartsAfterItsTermination() throws Exception {
    ChildProcess child = ProcessDirectory.accept(home, aRecord());
    assertThat(child.status()).isInstanceOf(ProcessStatus.NotStarted.class);
    assertThat(child.terminate(PATIENT)).isTrue();

    child.start(shell("echo late"));

    soon().until(() -> Files.size(child.directory().resolve("keep.err")) > 0);
    assertThat(child.status()).isInstanceOf(ProcessStatus.Gone.class);
    assertThat(child.directory().resolve("stdout")).doesNotExist();
  }

  @Test
  void neitherAdoptsNorKillsAnotherProcessWithThePid() throws Exception {
    Process stranger = new ProcessBuilder("sleep", "1000").start();
    try {
      ChildProcess child = ProcessDirectory.accept(home, aRecord());
      long ticks = ProcStat.read(stranger.pid()).orElseThrow().startTicks();
      String identity =
          stranger.pid() + " " + (ticks - 1) + " " + ProcessIdentity.currentBootId() + "\n";
      Files.writeString(child.directory().resolve("leader"), identity);
      Files.writeString(child.directory().resolve("child"), identity);

      assertThat(child.status()).isInstanceOf(ProcessStatus.Gone.class);
      assertThat(child.terminate(Duration.ZERO)).isTrue();
      assertThat(stranger.isAlive()).isTrue();
    } finally {
      stranger.destroyForcibly();
    }
  }

  @Test
  void endsWithTheBootOfTheMachine() throws Exception {
    ChildProcess child = ProcessDirectory.accept(home, aRecord());
    ProcessIdentity self = ProcessIdentity.ofSelf();
    String before = self.pid() + " " + self.startTicks() + " another-boot\n";
    Files.writeString(child.directory().resolve("leader"), before);
    Files.writeString(child.directory().resolve("child"), before);

    assertThat(child.status())
        .isInstanceOfSatisfying(
            ProcessStatus.Gone.class, end -> assertThat(end.why()).contains("restarted"));
  }

  private ChildProcess adopt(ChildProcess child) throws IOException {
    return ProcessDirectory.list(home).stream()
        .filter(c -> c.record().equals(child.record()))
        .findFirst()
        .orElseThrow();
  }

  private static ProcessStatus running(ChildProcess child, long pid) throws IOException {
    return new ProcessStatus.Running(pid, new ProcessFiles(child.directory()).startedAt(), false);
  }

  private static String permissions(Path file) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
  }
}
