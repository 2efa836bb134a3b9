package io.stoker.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.stoker.cli.machine.Installation;
import io.stoker.launcher.process.ProcessIdentity;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UpAndDownTest {
  private final Path home;
  private final Stoker stoker;
  private final String port;

  UpAndDownTest(@TempDir Path root) throws IOException {
    home = root.toRealPath().resolve("home");
    stoker = new Stoker(root);
    port = Integer.toString(Stoker.freePort());
  }

  @AfterEach
  void stop() {
    stoker.run("down", "--home", home.toString());
  }

  @Test
  void upStartsServicesThatHearNoCtrlCAndDownEndsThem() throws Exception {
    assertThat(up()).as(stoker.errors()).isZero();
    assertThat(stoker.out())
        .contains("Waiting for the server", "Ready: the server", "Ready: node-1", "Ready: node-2")
        .contains("Each of 2 nodes declares", "Stoker is up: http://127.0.0.1:" + port);
    List<ProcessHandle> services = services();
    assertThat(services).hasSize(3);
    assertThat(services).allMatch(service -> session(service.pid()) == service.pid());
    assertThat(home.resolve("log/node-2.log")).exists();

    assertThat(up()).isZero();
    assertThat(stoker.out()).startsWith("Stoker is up already: http://127.0.0.1:" + port);
    assertThat(services()).isEqualTo(services);
    assertThat(stoker.run("status", "--home", home.toString())).isZero();
    assertThat(stoker.out()).contains("node-1", "READY at 127.0.0.2", "0 of 2 cores");

    assertThat(down()).as(stoker.errors()).isZero();
    assertThat(stoker.out())
        .contains("Stopped node-1, node-2", "Stopped the server")
        .contains("Nothing is left: no process of " + home + ", port " + port + " is free");
    assertThat(services).noneMatch(ProcessHandle::isAlive);
    assertThat(home.resolve("run/server.json")).doesNotExist();
    assertThat(down()).isZero();
    assertThat(stoker.out()).startsWith("Nothing was running");
  }

  @Test
  void upStartsOnlyWhatIsMissing() throws Exception {
    assertThat(up()).isZero();
    List<ProcessHandle> before = services();
    ProcessHandle node = before.stream().filter(s -> words(s).contains("node-2")).findAny().get();
    node.destroyForcibly();
    await().until(() -> services().size() == 2);

    assertThat(up()).as(stoker.errors()).isZero();
    assertThat(services()).hasSize(3).filteredOn(before::contains).hasSize(2);
  }

  @Test
  void aServiceThatDiesIsShownWithItsLogAndNothingStays() throws Exception {
    Files.createDirectories(home.resolve("nodes/node-2"));
    Files.createFile(home.resolve("nodes/node-2/die"));
    assertThat(up()).isEqualTo(1);
    assertThat(stoker.errors())
        .contains("The service node-2 ended with exit code 7")
        .contains("something is badly wrong");
    assertThat(stoker.out()).contains("Stopped node-1", "Stopped the server", "Nothing is left");
    assertThat(services()).isEmpty();
  }

  @Test
  void aPortInUseIsReportedWithItsHolder() throws Exception {
    try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      String number = Integer.toString(taken.getLocalPort());
      assertThat(stoker.run("up", "--home", home.toString(), "--port", number)).isEqualTo(1);
      assertThat(stoker.errors())
          .contains("Port " + number + " is held by pid " + ProcessHandle.current().pid());
    }
  }

  @Test
  void aSignalWhileWaitingStopsWhatWasStarted() throws Exception {
    Files.createDirectories(home);
    Files.createFile(home.resolve("hang"));
    Process command =
        new ProcessBuilder(
                Installation.java().toString(),
                "-Dstoker.root=" + stoker.installation().root(),
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName(),
                "up",
                "--home=" + home,
                "--port=" + port)
            .redirectErrorStream(true)
            .start();
    try (BufferedReader output = command.inputReader()) {
      assertThat(output.readLine()).isEqualTo("Waiting for the server");
      command.toHandle().destroy();
      assertThat(output.lines())
          .startsWith("Stopping", "Stopped the server")
          .last()
          .asString()
          .startsWith("Nothing is left");
    } finally {
      command.destroyForcibly();
    }
    assertThat(command.waitFor()).isEqualTo(143);
  }

  @Test
  void aServerFileThatNamesAStrangerKillsNobody() throws Exception {
    Process stranger = new ProcessBuilder("sleep", "600").start();
    try {
      Files.createDirectories(home.resolve("run"));
      Files.writeString(
          home.resolve("run/server.json"),
          """
          {"url": "http://127.0.0.1:%s", "pid": %d, "startTicks": %d, "keyFile": "k",
           "joinTokenFile": "j", "home": "h"}
          """
              .formatted(port, stranger.pid(), ProcessIdentity.ofSelf().startTicks() - 1));
      assertThat(stoker.run("status", "--home", home.toString())).isEqualTo(3);
      assertThat(down()).isZero();
      assertThat(stranger.isAlive()).isTrue();
      assertThat(home.resolve("run/server.json")).doesNotExist();
    } finally {
      stranger.destroyForcibly();
    }
  }

  @Test
  void anotherHomeWithALongerNameIsLeftAlone() throws Exception {
    Path longer = home.resolveSibling("home-2");
    String elsewhere = Integer.toString(Stoker.freePort());
    assertThat(stoker.run("up", "--home", longer.toString(), "--port", elsewhere)).isZero();
    try {
      assertThat(down()).isZero();
      assertThat(stoker.out()).startsWith("Nothing was running");
      assertThat(stoker.run("status", "--home", longer.toString())).isZero();
    } finally {
      stoker.run("down", "--home", longer.toString());
    }
  }

  private int up() {
    return stoker.run("up", "--home", home.toString(), "--port", port);
  }

  private int down() {
    return stoker.run("down", "--home", home.toString());
  }

  /** Found in another way than the command finds them. */
  private List<ProcessHandle> services() {
    return ProcessHandle.current()
        .descendants()
        .filter(process -> words(process).contains(home.toString()))
        .sorted()
        .toList();
  }

  private static String words(ProcessHandle process) {
    try {
      return Files.readString(Path.of("/proc", "" + process.pid(), "cmdline"));
    } catch (IOException e) {
      return "";
    }
  }

  private static long session(long pid) {
    try {
      String stat = Files.readString(Path.of("/proc", "" + pid, "stat"));
      return Long.parseLong(stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1)[3]);
    } catch (IOException e) {
      return -1;
    }
  }
}
