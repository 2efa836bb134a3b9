package io.stoker.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stoker.cli.machine.Installation;
import io.stoker.cli.terminal.Terminal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MainTest {
  private final Path root;
  private final Stoker stoker;

  MainTest(@TempDir Path root) throws Exception {
    this.root = root;
    this.stoker = new Stoker(root);
  }

  @Test
  void helpNamesEveryCommand() {
    assertThat(stoker.run()).isZero();
    assertThat(stoker.out())
        .contains(
            "./stoker demo",
            "up",
            "down",
            "status",
            "server",
            "node",
            "backup",
            "restore",
            "version")
        .contains("STOKER_DATA", "STOKER_HOME")
        .doesNotContain("${");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          start                          | 'start' is not a command. See ./stoker help
          up --port 0                    | up: --port must be a whole number from 1 to 65535, not '0'
          up --port http                 | up: --port must be a whole number from 1 to 65535, not 'http'
          up --nodes 9                   | up: --nodes must be a whole number from 1 to 8, not '9'
          up --nodes                     | up: --nodes needs a value
          up --nodes --port 1            | up: --nodes needs a value
          up --port 1 --port=2           | up: --port is given twice
          down --force                   | down: '--force' is not known; it takes --home
          status now                     | status: 'now' is not known; it takes --home
          node --token-file t            | node: --platform is missing
          node --platform http://h:7700  | node: --token-file is missing
          node --platform h --token-file t | node: --platform: 'h' is not a server's address: write one like http://127.0.0.1:7700
          node drain                     | node drain: the node's name is missing
          node drain a --force 1         | node drain: '--force' is not known; it takes --deadline, --reason, --drivers, --wait, --home, --url, --key-file
          node drain a --url http://h    | node: --url needs --key-file, a file with an API key
          server --port 70000            | server: --port must be a whole number from 1 to 65535, not '70000'
          server --heap big              | server: --heap must be a size as 512m, not 'big'
          server --home h --stoker.home=g | server: --stoker.home is given twice, once as an option of the command
          backup                         | backup: --to is missing
          server --tls on                | server: '--tls' is not known; it takes --home, --port, --address, --heap
          """)
  void wrongWordsAreExplained(String words, String message) {
    assertThat(stoker.run(words.split(" +"))).isEqualTo(2);
    assertThat(stoker.errors()).isEqualTo("stoker: " + message + "\n");
  }

  @Test
  void aMissingTokenFileIsNamed() {
    String file = root.resolve("token").toString();
    assertThat(stoker.run("node", "--platform", "http://127.0.0.1:1", "--token-file", file))
        .isEqualTo(2);
    assertThat(stoker.errors()).contains("--token-file " + file + " cannot be read");
  }

  @Test
  void aNodeElsewhereFindsOutWhatItWasNotTold() throws Exception {
    Path token = Files.writeString(root.resolve("token"), "stj_x");
    var line =
        line(
            "node",
            Map.of(),
            "--platform=http://127.0.0.1:7700,http://127.0.0.1:7701",
            "--token-file=" + token,
            "--cores=3");
    assertThat(new NodeCommand(line).command())
        .contains(
            "--stoker.node.platform-url=http://127.0.0.1:7700,http://127.0.0.1:7701",
            "--stoker.node.token-file=" + token,
            "--stoker.node.host=127.0.0.1",
            "--stoker.node.cores=3")
        .anyMatch(word -> word.matches("--stoker\\.node\\.memory=\\d+m"))
        .anyMatch(word -> word.matches("--stoker\\.node\\.name=[a-z0-9.-]+"));
  }

  @Test
  void aServiceIsToldWhatWasTypedAndWhatTheEnvironmentLeavesOpen() throws Exception {
    Path token = Files.writeString(root.resolve("token"), "stj_x");
    Map<String, String> environment =
        Map.of(
            "STOKER_NODE_PLATFORM_URL", "http://127.0.0.1:7700",
            "STOKER_NODE_TOKENFILE", token.toString(),
            "STOKER_NODE_NAME", "n",
            "STOKER_NODE_MEMORY", "9g");
    var line = line("node", environment, "--heap=1g", "--stoker.node.cores=5");

    List<String> words = new NodeCommand(line).command();
    assertThat(words).contains("-Xmx1g", "--stoker.node.cores=5", "--stoker.node.host=127.0.0.1");
    assertThat(words)
        .as("what a variable says is left to the service, but the home is how it is found")
        .noneMatch(word -> word.matches("--stoker.node.(name|memory|platform-url|token-file)=.*"))
        .contains("--stoker.node.home=" + root.toRealPath() + "/var/nodes/n");
    assertThat(words).filteredOn(word -> word.contains("node.cores")).hasSize(1);
  }

  @Test
  void aNodeThatHasJoinedNeedsNoToken() throws Exception {
    Path home = Files.createDirectories(root.resolve("n"));
    Files.writeString(home.resolve("identity.json"), "{}");
    var line = line("node", Map.of(), "--platform=http://127.0.0.1:1", "--home=" + home);
    assertThat(new NodeCommand(line).command()).noneMatch(word -> word.contains("token-file"));
  }

  @Test
  void aServerTakesItsHomeFromTheEnvironmentToo() {
    var line = line("server", Map.of("STOKER_HOME", "/srv/stoker"), "--port=1", "--address=::1");
    assertThat(new ServerCommand(line).command())
        .contains("--stoker.home=/srv/stoker", "--server.port=1", "--server.address=::1");
  }

  /** The script reads the words again, whatever stands in them. */
  @Test
  void aServiceIsWrittenAsWordsThatEndWithNul() {
    assertThat(stoker.run("server", "--stoker.storage=file:///a b/")).isZero();
    assertThat(stoker.out()).contains("-jar\0").endsWith("--stoker.storage=file:///a b/\0");
  }

  @Test
  void anUnpackedDistributionIsAnInstallationToo() throws Exception {
    Path lib = Files.createDirectories(root.resolve("lib"));
    var unpacked = new Installation(root, "bin/stoker");
    assertThatThrownBy(unpacked::serverJar).hasMessageContaining("unpack the distribution again");
    Path jar = Files.createFile(lib.resolve("stoker-server.jar"));
    assertThat(unpacked.serverJar()).isEqualTo(jar);
    assertThat(unpacked.command()).isEqualTo("bin/stoker");
  }

  @Test
  void theVersionsAreThoseOfTheBuild() {
    assertThat(stoker.run("version")).isZero();
    assertThat(stoker.out())
        .containsPattern("Stoker +\\d+\\.\\d+\\.\\d+")
        .containsPattern("Spark +4\\.\\d")
        .containsPattern("PostgreSQL +18\\.")
        .doesNotContain("${");
  }

  private CommandLine line(String command, Map<String, String> environment, String... words) {
    return new CommandLine(
        command,
        List.of(words),
        stoker.installation(),
        new Terminal(System.out, false),
        environment);
  }

  @Test
  void whatIsNotBuiltIsNamedWithTheRemedy() throws Exception {
    Files.delete(root.resolve("platform-api/target/platform-api-0-exec.jar"));
    assertThat(stoker.run("up", "--port", Integer.toString(Stoker.freePort()))).isEqualTo(1);
    assertThat(stoker.errors()).contains("is not built", "mvn -DskipTests package");
  }

  @Test
  void nothingRunsInAnEmptyHome() {
    assertThat(stoker.run("status")).isEqualTo(3);
    assertThat(stoker.out()).contains("not running");
    assertThat(stoker.run("down")).isZero();
    assertThat(stoker.out()).startsWith("Nothing was running: no process of " + root);
    assertThat(root.resolve("var")).doesNotExist();
  }
}
