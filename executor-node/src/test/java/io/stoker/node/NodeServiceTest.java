package io.stoker.node;

import static io.stoker.node.TestNode.assignment;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.stoker.contract.Servers;
import io.stoker.contract.node.Assignment;
import io.stoker.contract.node.ProcessReport;
import io.stoker.launcher.process.ChildProcess;
import io.stoker.launcher.process.ProcessDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The service as a process of its own. */
class NodeServiceTest {
  private final Path directory;
  private final Path output;

  NodeServiceTest(@TempDir Path directory) {
    this.directory = directory;
    this.output = directory.resolve("output");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--stoker.node.name=N             | stoker.node.name: 'N' must be 1 to 63 of a-z",
        "--stoker.node.self-stop-after=x  | stoker.node.self-stop-after: 'x' is not understood",
        "--stoker.node.colour=red         | a node has no setting stoker.node.colour",
        "--stoker.node.spark-home=/none   | stoker.node.spark-home: There is no directory /none/jars"
      })
  void badSettingEndsInOneSentence(String argument, String sentence) throws Exception {
    String spark = argument.contains("spark-home") ? "" : "--stoker.node.spark-home=" + directory;
    Process service = jvm(NodeService.class, spark, argument);
    assertThat(service.waitFor()).isEqualTo(1);
    assertThat(Files.readAllLines(output))
        .filteredOn(line -> !line.contains(" INFO "))
        .singleElement()
        .asString()
        .contains(" ERROR ")
        .contains(" : " + sentence);
  }

  @ParameterizedTest
  @ValueSource(strings = {"KILL", "TERM", "INT"})
  void itsEndEndsNoProcessAndTheNextServiceTakesThemUp(String signal) throws Exception {
    Path home = directory.resolve("node");
    Assignment a = assignment("until [ -e stop ]; do sleep 0.1; done; exit 7");
    try (FakePlatform platform = new FakePlatform(directory)) {
      platform.want(a);
      Process first = jvm(ServiceMain.class, args(home, platform));
      Long pid = awaitState(platform, a, "RUNNING").pid();

      toGroup(signal, first);
      first.waitFor();
      Process second = jvm(ServiceMain.class, args(home, platform));
      await().atMost(Duration.ofSeconds(90)).until(() -> platform.registrations().size() == 2);
      await().atMost(Duration.ofSeconds(60)).until(() -> platform.lastReport().epoch() == 2);
      assertThat(awaitState(platform, a, "RUNNING").pid()).isEqualTo(pid);

      Files.createFile(home.resolve("processes").resolve(a.id().toString()).resolve("work/stop"));
      assertThat(awaitState(platform, a, "EXITED").exitCode()).isEqualTo(7);
      second.destroyForcibly().waitFor();
    } finally {
      for (ChildProcess child : ProcessDirectory.list(home)) {
        assertThat(child.terminate(Duration.ZERO)).isTrue();
      }
    }
  }

  /** As a terminal does on Ctrl-C, and a supervisor that ends whole groups. */
  private static void toGroup(String signal, Process leader) throws Exception {
    Process kill = new ProcessBuilder("kill", "-" + signal, "--", "-" + leader.pid()).start();
    assertThat(kill.waitFor()).as("a process group of its own").isZero();
  }

  /** The service with scripts in the place of Spark. */
  static final class ServiceMain {
    private ServiceMain() {}

    public static void main(String[] args) throws IOException {
      TestNode.node(Path.of(args[0]), Servers.of(args[1]), Duration.ofMinutes(10)).run();
    }
  }

  private static String[] args(Path home, FakePlatform platform) {
    return new String[] {home.toString(), platform.url().toString()};
  }

  private static ProcessReport awaitState(FakePlatform platform, Assignment a, String state) {
    return await()
        .atMost(Duration.ofSeconds(90))
        .until(
            () -> platform.reported(a.id()),
            r -> r.filter(p -> p.state().equals(state)).isPresent())
        .orElseThrow();
  }

  private Process jvm(Class<?> main, String... arguments) throws IOException {
    // a build in the background ignores SIGINT, and so would this JVM
    List<String> line = new ArrayList<>(List.of("setsid", "env", "--default-signal"));
    line.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    line.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
    line.addAll(List.of(arguments));
    return new ProcessBuilder(line)
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.appendTo(output.toFile()))
        .start();
  }
}
