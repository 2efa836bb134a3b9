package io.stoker.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.stoker.acceptance.harness.Distribution;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The systemd units of the tarball, read; and judged by systemd where it is installed. */
@Tag("distribution")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ServiceUnitsIT {
  private static final String INSTALLED = "/opt/stoker";
  private static final Path VERIFY = Path.of("/usr/bin/systemd-analyze");

  /** What a stop takes away under processes that go on, or keeps a JVM from working. */
  private static final Set<String> HARMFUL =
      Set.of(
          "PrivateTmp",
          "RuntimeDirectory",
          "DynamicUser",
          "MemoryDenyWriteExecute",
          "ProcSubset",
          "RemoveIPC",
          "PrivateNetwork",
          "ExecStopPost");

  /** What systemd before 254 says of the one key that it ignores. */
  private static final String NEW_KEY = "'DelegateSubgroup'";

  private final Distribution unpacked = Distribution.unpack("units");

  @AfterAll
  void end() {
    unpacked.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"stoker-server.service", "stoker-node.service"})
  void aStopLeavesTheChildren(String unit) throws IOException {
    List<String> lines = Files.readAllLines(unpacked.root().resolve("systemd").resolve(unit));

    assertThat(lines)
        .contains("KillMode=process", "Delegate=yes", "Restart=always", "User=stoker", "Type=exec");
    assertThat(lines.stream().map(line -> line.split("=", 2)[0]))
        .doesNotContainAnyElementsOf(HARMFUL);
  }

  @ParameterizedTest
  @ValueSource(strings = {"stoker-server.service", "stoker-node.service"})
  void whatItNamesIsInTheTarball(String unit) throws IOException {
    String text = Files.readString(unpacked.root().resolve("systemd").resolve(unit));
    List<String> named =
        Pattern.compile(INSTALLED + "/[\\w./-]+")
            .matcher(text)
            .results()
            .map(m -> m.group())
            .toList();

    assertThat(named).hasSizeGreaterThan(1);
    for (String path : named) {
      assertThat(unpacked.root().resolve(path.substring(INSTALLED.length() + 1))).exists();
    }
    Path environment = environmentFile(text);
    assertThat(unpacked.root().resolve("systemd").resolve(environment.getFileName())).exists();
  }

  /** Each line, commented out or not, is a setting that the service has. */
  @ParameterizedTest
  @ValueSource(strings = {"server.env", "node.env"})
  void theFilesOfSettingsNameSettingsThatExist(String file) throws IOException {
    String reference = Files.readString(unpacked.root().resolve("docs/configuration.md"));
    Set<String> known =
        Pattern.compile("(?m)^\\| `([a-z.-]+)`")
            .matcher(reference)
            .results()
            .map(m -> m.group(1).replaceAll("[.-]", "_").toUpperCase(Locale.ROOT))
            .collect(Collectors.toSet());
    List<String> names =
        Files.readAllLines(unpacked.root().resolve("systemd").resolve(file)).stream()
            .map(line -> line.replaceFirst("^#", ""))
            .filter(line -> line.matches("[A-Z_]+=.*"))
            .map(line -> line.substring(0, line.indexOf('=')))
            .filter(name -> name.matches("(STOKER|SERVER)_.*"))
            .toList();

    assertThat(names).isNotEmpty().isSubsetOf(known);
  }

  @Test
  void systemdFindsNothingWrong() throws IOException {
    Assumptions.assumeTrue(Files.isExecutable(VERIFY), "systemd-analyze");
    Path copies = Files.createDirectories(unpacked.home().resolve("units"));
    try (Stream<Path> units = Files.list(unpacked.root().resolve("systemd"))) {
      for (Path unit : units.filter(file -> file.toString().endsWith(".service")).toList()) {
        String text = Files.readString(unit).replace(INSTALLED, unpacked.root().toString());
        Path copy = Files.writeString(copies.resolve(unit.getFileName()), text);
        String said = unpacked.run(0, Map.of(), VERIFY.toString(), "verify", copy.toString());
        assertThat(said.lines().filter(line -> !line.contains(NEW_KEY)))
            .noneMatch(line -> line.contains(unit.getFileName().toString()));
      }
    }
  }

  private static Path environmentFile(String unit) {
    return unit.lines()
        .filter(line -> line.startsWith("EnvironmentFile="))
        .map(line -> Path.of(line.substring("EnvironmentFile=".length())))
        .findFirst()
        .orElseThrow();
  }
}
