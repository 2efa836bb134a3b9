package io.stoker.node.shuffle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.stoker.contract.node.ShuffleDirectory;
import io.stoker.launcher.process.ChildProcess;
import io.stoker.launcher.process.Command;
import io.stoker.launcher.process.ProcessDirectory;
import io.stoker.launcher.process.ProcessStatus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ShuffleServerTest {
  private static final Duration LONG = Duration.ofMinutes(10);

  private final ShuffleDirectory directory;
  private final Applications applications;

  ShuffleServerTest(@TempDir Path home) {
    this.directory = ShuffleDirectory.in(home);
    this.applications = new Applications(directory);
  }

  @AfterEach
  void leaveNothingRunning() throws Exception {
    for (ChildProcess child : processes()) {
      assertThat(child.terminate(Duration.ZERO)).isTrue();
    }
  }

  @Test
  void isStartedWhenSomebodyWantsIt() throws Exception {
    ShuffleServer server = server(works(), LONG);
    server.adopt();
    server.turn();
    assertThat(processes()).isEmpty();
    assertThat(server.port()).isEmpty();
    turnUntil(server, () -> server.port().isPresent());
    assertThat(server.port()).hasValue(7777);
    assertThat(processes()).singleElement().satisfies(it -> assertThat(isRunning(it)).isTrue());
  }

  @Test
  void isAdoptedWhenItServesSomebody() throws Exception {
    ShuffleServer first = server(works(), LONG);
    applications.keep("run-1", "secret");
    turnUntil(first, () -> first.port().isPresent());
    ChildProcess child = processes().get(0);

    ShuffleServer second = server("exit 1", LONG);
    second.adopt();
    second.turn();
    assertThat(processes()).extracting(it -> it.record().id()).containsExactly(child.record().id());
    assertThat(second.port()).hasValue(7777);
  }

  @Test
  void isNotAdoptedWhenItServesNobody() throws Exception {
    ShuffleServer first = server(works(), LONG);
    turnUntil(first, () -> first.port().isPresent());

    server(works(), LONG).adopt();
    assertThat(processes()).isEmpty();
    assertThat(directory.port()).doesNotExist();
  }

  /** The next executor is told another port, should somebody else have taken this one. */
  @Test
  void endsWhenNobodyNeedsItForLong() throws Exception {
    ShuffleServer server = server(works(), Duration.ofMillis(500));
    applications.keep("run-1", "secret");
    turnUntil(server, () -> Files.exists(directory.port()));
    turnUntil(server, () -> processes().stream().anyMatch(ShuffleServerTest::isRunning));
    applications.retain(Set.of());
    turnUntil(server, () -> processes().isEmpty());
    assertThat(directory.port()).doesNotExist();
  }

  @Test
  void endsAtOnceWhenItIsDismissedButNotWhileItServesSomebody() throws Exception {
    ShuffleServer server = server(works(), LONG);
    applications.keep("run-1", "secret");
    turnUntil(server, () -> Files.exists(directory.port()));
    server.dismiss();
    server.turn();
    assertThat(processes()).singleElement().satisfies(it -> assertThat(isRunning(it)).isTrue());
    assertThat(server.isOff()).isFalse();

    applications.retain(Set.of());
    turnUntil(server, server::isOff);
    assertThat(processes()).isEmpty();
    assertThat(server.port()).as("it is wanted again").isEmpty();
    turnUntil(server, () -> server.port().isPresent());
  }

  @Test
  void aServerThatNeverStartsIsSaidSoWithItsLastWords() throws Exception {
    ShuffleServer server = server("echo no room for it >&2; exit 1", LONG);
    assertThat(server.port()).isEmpty();
    turnUntil(server, () -> hasFailed(server));
    assertThatThrownBy(server::port)
        .hasMessageContaining("does not start, after 3 tries")
        .hasMessageContaining("It wrote last: no room for it");
  }

  /** A stopped process is what a hung one looks like from outside. */
  @Test
  void aServerThatHangsIsKilledAndStartedAgainOnItsPort() throws Exception {
    ShuffleServer server = answering();
    applications.keep("run-1", "secret");
    turnUntil(server, () -> server.standing().state().equals("RUNNING"));
    int port = server.port().orElseThrow();
    ProcessHandle hung = handle(processes().get(0));
    assertThat(server.standing().rssBytes()).isPositive();

    signal("STOP", hung.pid());
    turnUntil(server, () -> server.standing().state().equals("NOT_ANSWERING"));
    assertThat(server.isReady()).as("no executor starts into it").isFalse();
    turnUntil(server, () -> server.standing().restarts() == 1);
    assertThat(hung.isAlive()).isFalse();
    turnUntil(server, () -> server.standing().state().equals("RUNNING"));
    assertThat(server.port()).hasValue(port);
    assertThat(handle(processes().get(0)).pid()).isNotEqualTo(hung.pid());
    assertThat(server.standing().lastFailure()).contains("It hung", "Its process is stopped");
    assertThat(server.standing().lastFailureAt()).isNotNull();
  }

  @Test
  void whatTheThreadsOfAHungServerDidIsKept() throws Exception {
    ShuffleServer server = answering();
    applications.keep("run-1", "secret");
    turnUntil(server, () -> server.standing().state().equals("RUNNING"));
    HungServer hung = new HungServer(processes().get(0), directory);
    assertThat(hung.explain()).contains(directory.threads().toString());
    assertThat(directory.threads()).content().contains("\"answering\"", "AnsweringServer.serve");
  }

  @Test
  void secretsAreTheOwnersAloneAndGoWithTheirApplication() throws Exception {
    applications.keep("run-1", "one");
    applications.keep("run-2", "two");
    Path file = directory.applications().resolve("run-1");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    applications.retain(Set.of("run-2"));
    assertThat(applications.all()).containsExactly("run-2");
    assertThat(directory.ended()).isDirectoryContaining(it -> it.endsWith("run-1"));
  }

  /** A real JVM, which answers in Spark's protocol. */
  private ShuffleServer answering() {
    Path java = Path.of(System.getProperty("java.home"), "bin", "java");
    String classes = Path.of("target", "test-classes").toAbsolutePath().toString();
    List<String> line =
        List.of(
            java.toString(),
            "-XX:TieredStopAtLevel=1",
            "-cp",
            classes,
            AnsweringServer.class.getName(),
            directory.port().toString());
    return new ShuffleServer(
        directory,
        applications,
        own -> new Command(line, Map.of("PATH", "/usr/bin:/bin")),
        new Probe("127.0.0.1", Duration.ofSeconds(4)),
        new ShuffleServer.Limits(LONG, 1L << 30),
        InstantSource.system());
  }

  private static void signal(String name, long pid) throws Exception {
    assertThat(new ProcessBuilder("kill", "-" + name, Long.toString(pid)).start().waitFor())
        .isZero();
  }

  private static ProcessHandle handle(ChildProcess child) throws IOException {
    ProcessStatus.Running running = (ProcessStatus.Running) child.status();
    return ProcessHandle.of(running.pid()).orElseThrow();
  }

  private String works() {
    return "echo 7777 > '%s'; exec sleep 1000".formatted(directory.port());
  }

  private ShuffleServer server(String script, Duration idleAfter) {
    return new ShuffleServer(
        directory,
        applications,
        own -> new Command(List.of("sh", "-c", script), Map.of("PATH", "/usr/bin:/bin")),
        new Probe("127.0.0.1", Duration.ofHours(1)), // a script answers nothing
        new ShuffleServer.Limits(idleAfter, 1L << 30),
        InstantSource.system());
  }

  private List<ChildProcess> processes() throws IOException {
    return ProcessDirectory.list(directory.path());
  }

  private static boolean isRunning(ChildProcess child) {
    try {
      return child.status() instanceof ProcessStatus.Running;
    } catch (IOException e) {
      return false;
    }
  }

  private static boolean hasFailed(ShuffleServer server) {
    try {
      return server.port().isPresent();
    } catch (IOException e) {
      return true;
    }
  }

  private static void turnUntil(ShuffleServer server, Callable<Boolean> is) {
    await()
        .atMost(Duration.ofSeconds(30))
        .until(
            () -> {
              server.turn();
              return is.call();
            });
  }
}
