package io.stoker.spark;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.apache.spark.SparkConf;
import org.apache.spark.io.CompressionCodec;
import org.apache.spark.io.CompressionCodec$;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What Spark leaves of a driver with another master's application id. */
class SparkUiTest {

  @Test
  void theEventLogBearsTheAttemptsIdAndTheNodeIsToldThePort(@TempDir Path storage)
      throws IOException {
    Path port = storage.resolve("ui.port");
    Path logs = storage.resolve("100% event logs");
    try (LocalDriver driver = new LocalDriver(storage)) {
      driver
          .set("spark.ui.enabled", "true")
          .set("spark.ui.port", "0")
          .set("spark.eventLog.rolling.enabled", "false")
          .set("spark.eventLog.compress", "false")
          .set("spark.stoker.uiPortFile", port.toString())
          .set("spark.stoker.eventLogDirectory", logs.toUri().toString());
      assertThat(driver.run("select id, 'the-rows' r from range(10)")).isTrue();

      assertThat(Integer.parseInt(Files.readString(port).strip())).isPositive();
      String application = driver.runId + "-" + LocalDriver.FENCE;
      Path log = logs.resolve("eventlog_v2_" + application);
      assertThat(log.resolve("appstatus_" + application)).as("it has ended").exists();
      String events = read(log.resolve("events_1_" + application + ".zstd"));
      assertThat(events)
          .contains(
              "\"App ID\":\"" + application + "\"",
              "SparkListenerEnvironmentUpdate",
              "SparkListenerSQLExecutionStart",
              "SparkListenerStageExecutorMetrics",
              "SparkListenerApplicationEnd")
          .doesNotContain("\"App ID\":\"local-", FakePlatform.TOKEN);
    }
  }

  /** A full disk or a missing mount is no reason to fail. */
  @Test
  void anEventLogThatCannotBeWrittenCostsNoRun(@TempDir Path storage) throws IOException {
    Path file = Files.writeString(storage.resolve("file"), "no directory");
    try (LocalDriver driver = new LocalDriver(storage)) {
      driver
          .set("spark.stoker.uiPortFile", storage.resolve("ui.port").toString())
          .set("spark.stoker.eventLogDirectory", file.resolve("logs").toUri().toString());
      assertThat(driver.run("select 1 a")).isTrue();
    }
    assertThat(storage.resolve("ui.port")).as("there is no UI").hasContent("0\n");
    try (Stream<Path> left = Files.list(storage)) {
      assertThat(left.map(path -> path.getFileName().toString())).doesNotContain("event-logs");
    }
  }

  private static String read(Path zstd) throws IOException {
    CompressionCodec codec = CompressionCodec$.MODULE$.createCodec(new SparkConf(false), "zstd");
    try (InputStream in = codec.compressedContinuousInputStream(Files.newInputStream(zstd))) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
