package io.stoker.crash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CrashPointsTest {

  /** The program that dies, or not. */
  public static final class Program {
    public static void main(String[] args) {
      for (String name : args) {
        CrashPoints.hit(CrashPoint.valueOf(name));
      }
    }
  }

  @Test
  void diesAtTheArmedPointAndNowhereElse() throws Exception {
    String armed = "-D" + CrashPoints.PROPERTY + "=SERVER_SUBMIT_DONE";

    assertThat(exitCode(List.of(armed), "SERVER_SUBMIT_DONE")).isEqualTo(CrashPoints.EXIT_CODE);
    assertThat(exitCode(List.of(armed), "SERVER_SUBMIT_WRITTEN")).isZero();
    assertThat(exitCode(List.of(), "SERVER_SUBMIT_DONE")).isZero();
  }

  @Test
  void diesAtTheNthHit() {
    Arming arming = Arming.of("NODE_REPORT_MADE:3");

    assertThat(arming).isNotNull();
    assertThat(arming.isDue(CrashPoint.NODE_REPORT_MADE)).isFalse();
    assertThat(arming.isDue(CrashPoint.NODE_REPORT_ANSWERED)).isFalse();
    assertThat(arming.isDue(CrashPoint.NODE_REPORT_MADE)).isFalse();
    assertThat(arming.isDue(CrashPoint.NODE_REPORT_MADE)).isTrue();
  }

  @Test
  void aFileArmsAndDisarmsARunningProcess(@TempDir Path directory) throws IOException {
    Path file = directory.resolve("server");
    Arming arming = Arming.of("@" + file);
    assertThat(arming).isNotNull();

    assertThat(arming.isDue(CrashPoint.SERVER_SUBMIT_DONE)).isFalse();
    Files.writeString(file, "SERVER_SUBMIT_DONE:2\n");
    assertThat(arming.isDue(CrashPoint.SERVER_SUBMIT_DONE)).isFalse();
    assertThat(arming.isDue(CrashPoint.SERVER_SUBMIT_DONE)).isTrue();

    assertThat(file).doesNotExist();
    assertThat(directory.resolve("server.hit")).hasContent("SERVER_SUBMIT_DONE:2\n");
    assertThat(arming.isDue(CrashPoint.SERVER_SUBMIT_DONE)).isFalse();
  }

  @Test
  void aNameThatIsNoPointIsSaid() {
    Arming arming = Arming.of("SERVER_SUBMIT");

    assertThat(arming).isNotNull();
    assertThatThrownBy(() -> arming.isDue(CrashPoint.SERVER_SUBMIT_DONE))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("SERVER_SUBMIT");
  }

  private static int exitCode(List<String> options, String... points) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(options);
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), Program.class.getName()));
    command.addAll(List.of(points));
    Process process = new ProcessBuilder(command).inheritIO().start();
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    return process.exitValue();
  }
}
