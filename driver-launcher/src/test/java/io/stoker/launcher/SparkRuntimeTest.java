package io.stoker.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SparkRuntimeTest {
  private final Path home;

  SparkRuntimeTest(@TempDir Path home) {
    this.home = home;
  }

  @Test
  void readsVersionAndModuleOptionsFromTheJars() throws Exception {
    SparkRuntime runtime = Runtimes.in(home);
    assertThat(runtime.sparkVersion()).isEqualTo("4.2.0");
    assertThat(runtime.moduleOptions())
        .contains(
            "-XX:+IgnoreUnrecognizedVMOptions",
            "--add-opens=java.base/java.nio=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow");
    assertThat(runtime.digest()).matches("[0-9a-f]{64}");
  }

  @Test
  void digestTellsRuntimesApart() throws Exception {
    String before = Runtimes.in(home).digest();
    assertThat(SparkRuntime.in(home).digest()).isEqualTo(before);
    Files.writeString(home.resolve("jars/spark-core_2.13-4.2.0.jar"), "other");
    assertThat(SparkRuntime.in(home).digest()).isNotEqualTo(before);
  }

  @Test
  void saysWhatIsMissing() throws Exception {
    assertThatThrownBy(() -> SparkRuntime.in(home))
        .isInstanceOf(IOException.class)
        .hasMessage("There is no directory " + home.resolve("jars"));
    Files.createDirectories(home.resolve("jars"));
    assertThatThrownBy(() -> SparkRuntime.in(home))
        .isInstanceOf(IOException.class)
        .hasMessage("There is no spark-core_*.jar in " + home.resolve("jars"));
  }
}
