package io.stoker.spark;

import static org.assertj.core.api.Assertions.assertThat;

import io.stoker.contract.driver.DriverFailure;
import io.stoker.spark.driver.DriverSession;
import io.stoker.spark.other.OtherDriver;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.apache.spark.SparkConf;
import org.apache.spark.io.CompressionCodec;
import org.apache.spark.io.CompressionCodec$;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A program in a JVM with Spark's own submit, without anything of the platform in its settings. */
class OtherSparkMainTest {
  private static final long FENCE = 42;
  private static final String PROGRAM =
      """
      import org.apache.spark.api.java.JavaSparkContext;
      import org.apache.spark.SparkConf;
      import java.util.List;
      public class Writes {
        public static void main(String[] args) {
          if (System.getenv("STOKER_ATTEMPT_TOKEN") != null) System.exit(9);
          JavaSparkContext spark = new JavaSparkContext(new SparkConf().setAppName("writes"));
          spark.parallelize(List.of("to", "be"), 2).saveAsTextFile(args[0]);
          spark.stop();
        }
      }
      """;

  private final UUID runId = UUID.randomUUID();
  private final String application = runId + "-" + FENCE;
  private final FakePlatform platform = new FakePlatform(FENCE);
  private final Path storage;
  private final Path attempt;

  OtherSparkMainTest(@TempDir Path storage) {
    this.storage = storage;
    this.attempt = storage.resolve("job/" + runId + "/main/attempts/1-" + FENCE);
  }

  @AfterEach
  void closePlatform() {
    platform.close();
  }

  @Test
  void whatAProgramWroteIsCommittedAndItsEventLogBearsTheAttemptsId() throws IOException {
    UserJar jar = UserJar.of(storage, Map.of("Writes", PROGRAM));
    Path settings = storage.resolve("theirs.properties");
    Files.writeString(
        settings,
        """
        spark.master=local[2]
        spark.jars=%s
        spark.ui.enabled=false
        spark.driver.bindAddress=127.0.0.1
        spark.driver.host=127.0.0.1
        spark.eventLog.enabled=true
        spark.eventLog.dir=%s
        spark.eventLog.compression.codec=zstd
        """
            .formatted(jar.file().toUri(), attempt.resolve("event-log").toUri()));
    List<String> submit =
        List.of(
            "org.apache.spark.deploy.SparkSubmit",
            "--properties-file",
            settings.toString(),
            "--class",
            "Writes",
            "spark-internal",
            attempt.resolve("data").toUri().toString());

    assertThat(run(java(submit))).isZero();
    assertThat(Objects.requireNonNull(platform.committed).files()).hasSize(2);
    assertThat(platform.committed.fence()).isEqualTo(FENCE);
    assertThat(platform.failures).isEmpty();
    assertThat(Objects.requireNonNull(platform.started).otherSpark()).isEqualTo("Spark 3.5.6");
    assertThat(platform.progress).as("the sign of life").isNotEmpty();
    assertThat(platform.memory).as("it would be of the wrong JVM").isEmpty();

    Path log = storage.resolve("event-logs/eventlog_v2_" + application);
    assertThat(attempt.resolve("event-log")).doesNotExist();
    String events;
    try (var files = Files.list(log)) {
      List<Path> all = files.toList();
      assertThat(all).as("it has ended").noneMatch(file -> file.toString().endsWith("inprogress"));
      events =
          read(all.stream().filter(file -> file.toString().endsWith(".zstd")).findFirst().get());
    }
    assertThat(events)
        .contains("\"App ID\":\"" + application + "\"", "SparkListenerApplicationEnd")
        .doesNotContain("\"App ID\":\"local-");
  }

  @Test
  void aBadEndIsToldWithItsCodeAndWhatNothingCaught() throws IOException {
    Files.writeString(
        storage.resolve("stderr"),
        """
        Exception in thread "main" java.lang.IllegalStateException: no luck
        \tat A.main
        bye
        """);
    assertThat(run(List.of("sh", "-c", "exit 7"))).isEqualTo(7);
    DriverFailure failure = platform.failures.get(0);
    assertThat(failure.code()).isEqualTo("PROGRAM_EXITED");
    assertThat(failure.message())
        .contains("Spark 3.5.6", "exit code 7", "IllegalStateException: no luck");
    assertThat(failure.retryable()).isTrue();
    assertThat(platform.committed).isNull();
  }

  /** The node saw who sent the signal, and whether the kernel wanted the memory back. */
  @Test
  void whatTheNodeKnowsBetterIsLeftToIt() {
    assertThat(run(List.of("sh", "-c", "kill -9 $$"))).isEqualTo(137);
    assertThat(platform.failures).isEmpty();
    assertThat(platform.committed).isNull();
  }

  @Test
  void aCommandThatIsNotThereIsTold() {
    assertThat(run(List.of(storage.resolve("nowhere/java").toString()))).isEqualTo(1);
    assertThat(platform.failures.get(0).message()).contains("Spark's submit could not be started");
  }

  private int run(List<String> command) {
    SparkConf conf =
        new SparkConf(false)
            .set("spark.master", "local[2]")
            .set("spark.stoker.runId", runId.toString())
            .set("spark.stoker.fence", Long.toString(FENCE))
            .set("spark.stoker.attempt", "1")
            .set("spark.stoker.step", "main")
            .set("spark.stoker.outputDirectory", attempt.resolve("data").toUri() + "/")
            .set("spark.stoker.otherSpark", "Spark 3.5.6")
            .set("spark.stoker.stderr", storage.resolve("stderr").toString())
            .set("spark.stoker.eventLogBegins", attempt.resolve("event-log").toUri() + "/")
            .set("spark.stoker.eventLogDirectory", storage.resolve("event-logs").toUri() + "/");
    Map<String, String> environment =
        Map.of("STOKER_URL", platform.url().toString(), "STOKER_ATTEMPT_TOKEN", FakePlatform.TOKEN);
    try (DriverSession session = DriverSession.open(conf, environment, (code, why) -> {})) {
      return OtherSparkMain.run(session, new OtherDriver(session, conf, command));
    }
  }

  /** In the stead of another Spark, the one that there is. */
  private static List<String> java(List<String> arguments) {
    List<String> line = new ArrayList<>();
    line.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    line.add("-XX:TieredStopAtLevel=1");
    for (String option :
        java.lang.management.ManagementFactory.getRuntimeMXBean().getInputArguments()) {
      if (option.startsWith("--add-")) {
        line.add(option);
      }
    }
    line.addAll(List.of("-cp", System.getProperty("java.class.path")));
    line.addAll(arguments);
    return line;
  }

  private static String read(Path zstd) throws IOException {
    CompressionCodec codec = CompressionCodec$.MODULE$.createCodec(new SparkConf(false), "zstd");
    try (InputStream in = codec.compressedContinuousInputStream(Files.newInputStream(zstd))) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
