package io.stoker.spark.archive;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.spark.launcher.JavaModuleOptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** That it makes an archive which drivers and executors use is tested on packaged processes. */
class TrainingTest {

  @Test
  void aRunThatNobodyWaitsForEnds(@TempDir Path directory) throws Exception {
    List<String> line = new ArrayList<>();
    line.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    line.addAll(List.of(JavaModuleOptions.defaultModuleOptionArray()));
    line.addAll(List.of("-cp", System.getProperty("java.class.path"), Training.class.getName()));
    line.add(directory.toString());
    Process training =
        new ProcessBuilder(line)
            .redirectErrorStream(true)
            .redirectOutput(directory.resolve("output").toFile())
            .start();
    try {
      training.getOutputStream().close(); // as the kernel does when its starter is killed

      assertThat(training.waitFor(60, TimeUnit.SECONDS)).isTrue();
      assertThat(training.exitValue()).isEqualTo(1);
      assertThat(directory.resolve("output")).content().doesNotContain("Error", "Exception");
      assertThat(directory.resolve("parquet")).as("what it would have written").doesNotExist();
    } finally {
      training.destroyForcibly();
    }
  }
}
