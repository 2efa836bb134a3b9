package io.stoker.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.stoker.cli.terminal.Terminal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
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
    assertThat(stoker.out()).contains("demo", "up", "down", "status", "node", "STOKER_DATA");
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
        new CommandLine(
            "node",
            List.of(
                "--platform=http://127.0.0.1:7700,http://127.0.0.1:7701",
                "--token-file=" + token,
                "--cores=3"),
            stoker.installation(),
            new Terminal(System.out, false));
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
