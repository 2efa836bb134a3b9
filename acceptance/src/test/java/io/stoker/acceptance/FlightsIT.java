package io.stoker.acceptance;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.stoker.acceptance.harness.Cluster;
import io.stoker.acceptance.harness.HomeProcesses;
import io.stoker.acceptance.harness.Reply;
import io.stoker.acceptance.harness.SharedCluster;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;

/** The main job end to end, once, and all that a client can see of it afterwards. */
@ExtendWith(SharedCluster.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FlightsIT {
  private final Cluster cluster;
  private final Run run;
  private final JsonNode end;
  private final List<List<HomeProcesses.Seen>> processes;

  FlightsIT(Cluster cluster) {
    this.cluster = cluster;
    HomeProcesses running = cluster.home().processes();
    try (var watch = Watch.every(Duration.ofMillis(300), running::all)) {
      run = Run.of(cluster.api(), Jobs.flights()).expectSuccess();
      processes = watch.stop();
    }
    end = run.get();
  }

  @Test
  void givesTheRowsThatPlainJavaComputes() throws IOException {
    Map<String, Delays> expected = Delays.expected(15);
    Map<String, Delays> actual = Delays.in(manifest());

    assertThat(expected).hasSizeGreaterThan(100);
    // delays are whole minutes, so both averages are one exact division
    assertThat(actual).isEqualTo(expected);
  }

  @Test
  void describesExactlyTheFilesThatLieInStorage() throws IOException {
    JsonNode manifest = manifest();
    Path location = Path.of(URI.create(manifest.required("location").asString()));
    Map<String, Long> listed = new TreeMap<>();
    long rows = 0;
    for (JsonNode file : manifest.required("files")) {
      String path = file.required("path").asString();
      listed.put(path, file.required("bytes").asLong());
      rows += file.required("rows").asLong();
      assertThat(countRows(location.resolve(path))).isEqualTo(file.required("rows").asLong());
    }

    assertThat(listed).isNotEmpty().isEqualTo(sizesBelow(location));
    assertThat(manifest.required("totalBytes").asLong())
        .isEqualTo(listed.values().stream().mapToLong(Long::longValue).sum());
    assertThat(manifest.required("totalRows").asLong()).isEqualTo(rows);
    assertThat(columns(manifest)).containsExactly("city string", "n bigint", "d double");
  }

  @Test
  void runsOnExecutorsOfBothNodes() {
    List<JsonNode> executors = run.items("/executors");

    assertThat(executors).hasSize(2);
    assertThat(executors.stream().map(e -> e.required("node").asString()))
        .containsExactlyInAnyOrder("node-1", "node-2");
    assertThat(executors)
        .allSatisfy(
            executor -> {
              assertThat(executor.required("state").asString()).isEqualTo("EXITED");
              assertThat(executor.required("exitCode").asInt()).isZero();
              assertThat(executor.required("completedTasks").asInt()).isPositive();
              assertThat(executor.required("activeTasks").asInt()).isZero();
            });
  }

  @Test
  void keepsTheAttemptThatMadeIt() {
    List<JsonNode> attempts = run.items("/attempts");

    assertThat(attempts).hasSize(1);
    assertThat(attempts.get(0).required("state").asString()).isEqualTo("COMMITTED");
    assertThat(attempts.get(0).required("fence").asLong())
        .isEqualTo(manifest().required("fence").asLong());
    assertThat(end.required("attempts").asInt()).isEqualTo(1);
  }

  @Test
  void keepsWhatTookEffect() {
    assertThat(end.required("revision").asInt()).isEqualTo(1);
    assertThat(end.required("parameters").required("minDelay").asInt()).isEqualTo(15);
    JsonNode conf = end.required("sparkConf");
    assertThat(conf.required("spark.sql.shuffle.partitions").asString()).isEqualTo("4");
    assertThat(conf.required("spark.authenticate").asString()).isEqualTo("true");
    assertThat(conf.required("spark.executor.memory").asString()).isEqualTo("1024m");
  }

  @Test
  void tellsHowLongEachPhaseTook() {
    JsonNode timings = end.required("timings");
    Duration phases = Duration.ZERO;
    for (String phase :
        List.of("queued", "driverLaunch", "sparkStart", "executorStart", "execution", "commit")) {
      Duration took = Duration.parse(timings.required(phase).asString());
      assertThat(took).as(phase).isGreaterThanOrEqualTo(Duration.ZERO);
      phases = phases.plus(took);
    }
    Duration total = Duration.parse(timings.required("total").asString());
    assertThat(total).isPositive();
    assertThat(phases).isLessThanOrEqualTo(total.plusMillis(10));
  }

  @Test
  void countsItsEventsWithoutAGap() {
    List<JsonNode> events = run.items("/events");
    List<String> states =
        events.stream().map(e -> e.required("state").asString()).distinct().toList();

    assertThat(events.stream().map(e -> e.required("number").asInt()))
        .containsExactlyInAnyOrderElementsOf(
            IntStream.rangeClosed(1, events.size()).boxed().toList());
    assertThat(states).contains("QUEUED", "STARTING", "RUNNING", "COMMITTING", "SUCCEEDED");
  }

  @Test
  void keepsTheLogsOfProcessesThatAreGone() {
    awaitNoProcess();
    String driver = run.completeLog("driver", "stderr");

    assertThat(driver).contains("StokerBackend");
    assertThat(executorLogs()).hasSize(2).allSatisfy(text -> assertThat(text).contains("Executor"));
    assertThat(run.log("driver", "stderr", 100)).isEqualTo(driver.substring(100));
    assertThat(run.items("/logs"))
        .as("what the driver and both executors have said; a silent stream is not listed")
        .hasSizeGreaterThanOrEqualTo(3)
        .allSatisfy(
            log -> {
              String text =
                  run.completeLog(
                      log.required("process").asString(), log.required("stream").asString());
              assertThat((long) text.getBytes(UTF_8).length)
                  .isEqualTo(log.required("bytes").asLong());
            });
  }

  @Test
  void endsItsProcesses() {
    awaitNoProcess();
  }

  @Test
  void showsItsSecretsToNobody() throws IOException {
    List<HomeProcesses.Seen> seen = processes.stream().flatMap(List::stream).toList();
    Set<String> secrets = new TreeSet<>(Secrets.handedTo(seen));
    assertThat(secrets).as("the attempt's token and Spark's secret").hasSize(2);
    assertThat(seen).anyMatch(HomeProcesses.Seen::isExecutor);

    assertThat(seen).noneMatch(process -> Secrets.showsIn(process.commandLine(), secrets));
    assertThat(Secrets.readableFilesWith(secrets, cluster.home())).isEmpty();
    assertThat(everyAnswerAboutTheRun()).noneMatch(reply -> Secrets.showsIn(reply.text(), secrets));
  }

  private Stream<Reply> everyAnswerAboutTheRun() {
    String job = "/api/v1/jobs/" + end.required("job").asString();
    Stream<String> paths =
        Stream.concat(
            Stream.of("", "/attempts", "/executors", "/events", "/result", "/progress", "/logs")
                .map(below -> run.path() + below),
            Stream.of(job, job + "/revisions", job + "/runs", "/api/v1/runs", "/api/v1/nodes"));
    return paths.map(path -> cluster.api().get(path).expect(200));
  }

  private List<String> executorLogs() {
    return run.items("/executors").stream()
        .map(e -> run.completeLog("executor-" + e.required("id").asInt(), "stderr"))
        .toList();
  }

  private void awaitNoProcess() {
    Awaitility.await("no driver and no executor is left")
        .atMost(Duration.ofSeconds(60))
        .until(
            () -> cluster.home().processes().all().stream().noneMatch(HomeProcesses.Seen::isSpark));
  }

  private JsonNode manifest() {
    return run.get("/result").required("manifest");
  }

  private static List<String> columns(JsonNode manifest) {
    return manifest
        .required("schema")
        .valueStream()
        .map(c -> c.required("name").asString() + " " + c.required("type").asString())
        .toList();
  }

  private static long countRows(Path file) throws IOException {
    long[] rows = {0};
    ParquetRows.forEach(file, row -> rows[0]++);
    return rows[0];
  }

  /** Sizes of the files below a directory, by path; marker files left out, as readers do. */
  private static Map<String, Long> sizesBelow(Path directory) throws IOException {
    Map<String, Long> sizes = new TreeMap<>();
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        if (!file.getFileName().toString().matches("[._].*")) {
          sizes.put(directory.relativize(file).toString(), Files.size(file));
        }
      }
    }
    return sizes;
  }
}
