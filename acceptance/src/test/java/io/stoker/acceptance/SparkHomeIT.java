package io.stoker.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.stoker.acceptance.harness.Api;
import io.stoker.acceptance.harness.Cluster;
import io.stoker.acceptance.harness.Packaged;
import io.stoker.acceptance.harness.PlainSpark;
import io.stoker.acceptance.harness.SharedCluster;
import io.stoker.acceptance.harness.Signal;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Drivers that run from another Spark than their nodes' own: Spark 4 with the platform's part, and
 * one in which nothing of the platform runs. The latter is Spark 4 under the name of another
 * version, or, with {@code -Dspark.other.home=DIR}, whatever is there.
 */
@Tag("long")
@ExtendWith(SharedCluster.class)
class SparkHomeIT {
  private static final String OTHER = System.getProperty("spark.other.home", "");
  private static final String SLEEPS =
      """
      import org.apache.spark.api.java.JavaSparkContext;
      import org.apache.spark.SparkConf;
      public class Sleeps {
        public static void main(String[] args) throws Exception {
          JavaSparkContext spark = new JavaSparkContext(new SparkConf().setAppName("sleeps"));
          System.out.println("counted " + spark.parallelize(java.util.List.of(1, 2)).count());
          Thread.sleep(Long.parseLong(args[0]));
        }
      }
      """;

  private final Cluster cluster;
  private final Api api;
  private final Path directory;
  private Path other;
  private String examples;
  private String sleeps;

  SparkHomeIT(Cluster cluster, @TempDir Path directory) {
    this.cluster = cluster;
    this.directory = directory;
    api = cluster.api();
  }

  @BeforeEach
  void uploadPrograms() throws IOException {
    other =
        OTHER.isEmpty()
            ? PlainSpark.named("spark-core_2.12-3.5.6.jar", directory.resolve("other"))
            : Path.of(OTHER);
    examples = upload(Packaged.examples());
    Path source = Files.writeString(directory.resolve("Sleeps.java"), SLEEPS);
    int compiled =
        ToolProvider.getSystemJavaCompiler()
            .run(null, null, null, "-cp", sparksJars(), "-d", directory + "/classes", source + "");
    assertThat(compiled).isZero();
    Path jar = directory.resolve("sleeps.jar");
    int jarred =
        java.util.spi.ToolProvider.findFirst("jar")
            .orElseThrow()
            .run(System.out, System.err, "cf", jar + "", "-C", directory + "/classes", ".");
    assertThat(jarred).isZero();
    sleeps = upload(jar);
  }

  /** Only the java command itself knows what a * is in a class path. */
  private static String sparksJars() throws IOException {
    try (Stream<Path> jars = Files.list(Packaged.spark().resolve("jars"))) {
      return jars.map(Path::toString).collect(Collectors.joining(File.pathSeparator));
    }
  }

  private String upload(Path jar) {
    return api.upload("/api/v1/artifacts?name=" + jar.getFileName(), jar)
        .json()
        .required("id")
        .asString();
  }

  @Test
  void anotherSpark4RunsWithProgressAndResultLikeTheNodesOwn() {
    Path spark = PlainSpark.in(directory.resolve("spark-4"));
    ObjectNode sql = local(Jobs.query("select /*+ REPARTITION(3) */ id from range(500)"), spark);
    Run run = Run.of(api, sql);
    Run counts = Run.of(api, words(spark, "to be or not to be\n"));

    run.expectSuccess();
    assertThat(run.longs("id"))
        .containsExactlyElementsOf(LongStream.range(0, 500).boxed().toList());
    assertThat(run.tasksCompleted()).isGreaterThan(3);
    assertThat(run.get().has("warnings")).isFalse();
    assertThat(run.get().at("/memory/driver/used/peak/heapBytes").asLong()).isPositive();
    assertThat(counts.expectSuccess().manifest().required("files")).isNotEmpty();
    EventLog log = EventLog.of(cluster, application(run));
    assertThat(log.text()).contains(spark.resolve("jars").toString(), "SparkListenerJobStart");
  }

  @Test
  void anySparkRunsAProgramAndIsHistoryUnderTheRunsName() throws IOException {
    Run counts = Run.of(api, words(other, "to be or not to be\n"));
    Run sql = Run.of(api, local(Jobs.query("select 1 a"), other));

    assertThat(counts.expectSuccess().manifest().required("files")).isNotEmpty();
    JsonNode run = counts.get();
    assertThat(run.at("/warnings/0/code").asString()).isEqualTo("OTHER_SPARK");
    assertThat(run.at("/warnings/0/message").asString()).contains("Spark ", "no progress");
    assertThat(run.has("progress")).isFalse();
    assertThat(run.at("/memory/driver").has("used")).isFalse();
    awaitExitCodes(counts, 0);
    assertThat(counts.completeLog("driver", "stderr")).doesNotContain("Exception");

    JsonNode reason = sql.expectEnd("FAILED").get().required("reason");
    assertThat(reason.required("code").asString()).isEqualTo("SPARK_HOME_INVALID");
    assertThat(reason.required("message").asString())
        .contains(other.toString(), "JAR and PYTHON programs run and no SQL of a job");

    History history = new History(cluster, counts, application(counts));
    history.awaitPages();
    assertThat(history.figures("jobs")).isNotEmpty();
  }

  @Test
  void aProgramThatFailsIsTriedAgainAndItsExceptionTold() {
    ObjectNode job = words(other, "");
    ((ObjectNode) job.required("application"))
        .putArray("arguments")
        .add("file:///nowhere/text.txt")
        .add("${run.output}");
    job.putObject("retry").put("maxAttempts", 2).put("backoff", "PT0S");
    Run run = Run.of(api, job);

    JsonNode reason = run.expectEnd("FAILED").get().required("reason");
    assertThat(reason.required("code").asString()).isEqualTo("PROGRAM_EXITED");
    assertThat(reason.required("message").asString())
        .contains("exit code 1", "Input path does not exist: file:/nowhere/text.txt");
    awaitExitCodes(run, 1, 1);
    assertThat(EventLog.of(cluster, application(run)).text())
        .contains("SparkListenerApplicationStart");
  }

  @Test
  void cancelTimeoutAndTheDeathOfItsWatcherEndItWithoutARest() {
    Run cancelled = Run.of(api, sleeper());
    Run late = Run.of(api, sleeper().put("timeout", "PT25S"));
    Run orphaned = Run.of(api, sleeper());
    for (Run run : List.of(cancelled, orphaned)) {
      run.await("it works", it -> run.log("driver", "stdout", 0).contains("counted 2"));
    }
    assertThat(new Traces(cluster, cancelled).processes())
        .noneMatch(seen -> seen.commandLine().contains("600000"));
    assertThat(api.get(cancelled.path() + "/ui/").expect(409).json().required("code").asString())
        .isEqualTo("UI_NOT_AVAILABLE");
    api.post(cancelled.path() + ":cancel", "").expect(200);
    Signal.KILL.sendTo(new Traces(cluster, orphaned).driver().process());

    cancelled.expectEnd("CANCELLED");
    assertThat(EventLog.of(cluster, application(cancelled)).text())
        .contains("SparkListenerApplicationStart", application(cancelled));
    JsonNode reason = orphaned.expectEnd("FAILED").get().required("reason");
    assertThat(reason.required("code").asString()).isEqualTo("DRIVER_EXITED");
    assertThat(reason.required("message").asString()).contains("SIGKILL");
    late.expectEnd("TIMED_OUT");
    for (Run run : List.of(cancelled, late, orphaned)) {
      Awaitility.await("nothing of " + run.id() + " is left")
          .atMost(Duration.ofSeconds(30))
          .untilAsserted(() -> assertThat(new Traces(cluster, run).processes()).isEmpty());
    }
  }

  /** A node tells them after the driver has told the end. */
  private static void awaitExitCodes(Run run, Integer... codes) {
    Awaitility.await("exit codes of " + run.id())
        .atMost(Duration.ofSeconds(30))
        .untilAsserted(
            () ->
                assertThat(run.items("/attempts"))
                    .extracting(attempt -> attempt.path("exitCode").asInt(-1))
                    .containsExactly(codes));
  }

  private ObjectNode sleeper() {
    return local(Jobs.jar(sleeps, "Sleeps", "600000"), other);
  }

  private ObjectNode words(Path spark, String text) {
    try {
      Path file = Files.writeString(cluster.home().resolve("words.txt"), text);
      return local(
          Jobs.jar(examples, "examples.WordCount", file.toUri() + "", "${run.output}"), spark);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static ObjectNode local(ObjectNode job, Path spark) {
    job.remove("executor");
    ((ObjectNode) job.required("driver")).put("cores", 1);
    return job.put("master", "local[*]").put("sparkHome", spark.toString());
  }

  private static String application(Run run) {
    List<JsonNode> attempts = run.items("/attempts");
    return run.id() + "-" + attempts.get(attempts.size() - 1).required("fence").asLong();
  }
}
