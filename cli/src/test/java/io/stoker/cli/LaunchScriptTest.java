package io.stoker.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The start script and the environment that it gives to Java. */
class LaunchScriptTest {
  private static final String LAUNCH =
      "set -euo pipefail; . \"$0\"; java=$1; launch stoker /nowhere none.jar help";

  /** In the place of Java: says how that would name files. */
  private static final String STAND_IN =
      """
      #!/bin/sh
      "%s" -XshowSettings:properties -version 2>&1 | sed -n 's/ *sun.jnu.encoding = //p'
      echo "${LC_ALL-unset}"
      """;

  @TempDir private Path directory = Path.of("");

  static Stream<Map<String, String>> localesWithoutUtf8() {
    return Stream.of(
        Map.of(),
        Map.of("LC_ALL", "C"),
        Map.of("LANG", "POSIX"),
        Map.of("LC_ALL", "C", "LANG", "C.UTF-8"));
  }

  /** Goes red when the server cannot name a file with an umlaut, as cron would start it. */
  @ParameterizedTest
  @MethodSource("localesWithoutUtf8")
  void filesAreNamedInUtf8WhateverTheLocaleIs(Map<String, String> locale) throws Exception {
    assertThat(launch(locale)).containsExactly("UTF-8", "C.UTF-8");
  }

  static Stream<Map<String, String>> localesWithUtf8() {
    return Stream.of(Map.of("LANG", "C.UTF-8"), Map.of("LC_CTYPE", "C.utf8", "LANG", "C"));
  }

  @ParameterizedTest
  @MethodSource("localesWithUtf8")
  void aLocaleWithUtf8IsKept(Map<String, String> locale) throws Exception {
    assertThat(launch(locale)).containsExactly("UTF-8", "unset");
  }

  private List<String> launch(Map<String, String> locale) throws Exception {
    Path java = directory.resolve("java");
    Files.writeString(
        java, STAND_IN.formatted(Path.of(System.getProperty("java.home"), "bin/java")));
    Files.setPosixFilePermissions(java, PosixFilePermissions.fromString("rwx------"));
    Path script = Path.of("src/main/scripts/launch.sh").toAbsolutePath();
    ProcessBuilder builder =
        new ProcessBuilder("bash", "-c", LAUNCH, script.toString(), java.toString())
            .redirectErrorStream(true);
    builder.environment().keySet().removeIf(name -> name.startsWith("LC_") || name.equals("LANG"));
    builder.environment().putAll(locale);
    Process process = builder.start();
    try (BufferedReader output = process.inputReader()) {
      return output.lines().toList();
    } finally {
      assertThat(process.waitFor()).isZero();
    }
  }
}
