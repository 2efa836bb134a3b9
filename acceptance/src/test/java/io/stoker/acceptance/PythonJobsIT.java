package io.stoker.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.stoker.acceptance.harness.Api;
import io.stoker.acceptance.harness.Cluster;
import io.stoker.acceptance.harness.HomeProcesses.Seen;
import io.stoker.acceptance.harness.SharedCluster;
import io.stoker.acceptance.harness.Signal;
import io.stoker.acceptance.harness.StandInPython;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.stream.LongStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Programs in Python: real interpreters and real Spark, with a stand-in for pyspark between them.
 */
@ExtendWith(SharedCluster.class)
class PythonJobsIT {
  private static final String SLEEPS =
      "import sys, time; print('sleeps', flush=True); time.sleep(600)";

  private final Cluster cluster;
  private final Api api;

  PythonJobsIT(Cluster cluster) {
    assumeTrue(StandInPython.isThere());
    this.cluster = cluster;
    api = cluster.api();
    Awaitility.await("nodes have looked for their interpreters")
        .atMost(Duration.ofSeconds(60))
        .until(
            () ->
                cluster
                    .nodeResources()
                    .allMatch(node -> node.at("/python/state").asString("").equals("READY")));
  }

  private String uploaded(String name, String source) throws IOException {
    Path file = cluster.home().resolve("source-" + UUID.randomUUID());
    Files.writeString(file, source);
    return api.upload("/api/v1/artifacts?kind=PYTHON&name=" + name, file)
        .json()
        .required("id")
        .asString();
  }

  /** A program whose driver does all by itself. */
  private Run alone(String source, String... arguments) throws IOException {
    ObjectNode job = Jobs.python(uploaded("program.py", source), arguments);
    job.put("master", "local[1]");
    job.remove("executor");
    return Run.of(api, job);
  }

  @Test
  void aProgramRunsOnExecutorsOfTwoNodesAndItsFilesAreTheResult() throws IOException {
    String source =
        """
        import sys
        import helpers
        from pyspark import session
        spark = session()
        rows = spark.sql("select /*+ REPARTITION(4) */ id from range(0, 1000, 1, 4)")
        rows.write().parquet(sys.argv[1] + "rows")
        print(helpers.sentence(rows.count(), spark.sparkContext().master()))
        """;
    ObjectNode job = Jobs.python(uploaded("counts.py", source), "${run.output}");
    String helpers = "def sentence(rows, master):\n    return 'rows %d on %s' % (rows, master)\n";
    ((ObjectNode) job.required("application"))
        .putObject("pyFiles")
        .put("helpers.py", uploaded("other-name.py", helpers));
    ((ObjectNode) job.required("executor")).put("instances", 2).put("pysparkMemory", "100m");
    Run run = Run.of(api, job).expectSuccess();

    assertThat(run.longs("id"))
        .containsExactlyElementsOf(LongStream.range(0, 1000).boxed().toList());
    assertThat(run.completeLog("driver", "stdout")).contains("rows 1000 on stoker://");
    List<JsonNode> executors = run.items("/executors");
    assertThat(executors).hasSize(2);
    assertThat(executors)
        .extracting(executor -> executor.required("memoryBytes").asLong())
        .as("heap, overhead and Python's, as Spark asked for")
        .containsOnly((512L + 384 + 100) << 20);
    assertThat(run.get().at("/memory/driver/asked/containerBytes").asLong())
        .isEqualTo((512L + 768) << 20);
  }

  @Test
  void aProgramThatFailsSaysHow() throws IOException {
    Run exits = alone("import sys\nprint('half way')\nsys.exit(7)\n");
    Run raises = alone("def days(text):\n    raise ValueError('no day: ' + text)\ndays('x')\n");

    assertFailed(exits, "PROGRAM_EXITED", "ended with exit code 7", "half way");
    Awaitility.await("the node tells how the driver has ended")
        .atMost(Duration.ofSeconds(60))
        .until(() -> exits.items("/attempts").get(0).path("exitCode").asInt(-1) == 7);
    assertFailed(raises, "USER_EXCEPTION", "ValueError: no day: x, in program.py, line 2");
    assertThat(raises.completeLog("driver", "stdout"))
        .contains("Traceback (most recent call last):", "ValueError: no day: x");
  }

  private static void assertFailed(Run run, String code, String... words) {
    JsonNode reason = run.expectEnd("FAILED").get().required("reason");
    assertThat(reason.required("code").asString()).as(reason.toString()).isEqualTo(code);
    assertThat(reason.required("message").asString()).contains(words);
  }

  @Test
  void aCancelEndsTheInterpreterToo() throws IOException {
    String mark = UUID.randomUUID().toString();
    Run run = alone(SLEEPS, mark);
    interpreter(mark);

    api.post(run.path() + ":cancel", "").expect(200);

    run.expectEnd("CANCELLED");
    assertThat(processes(mark)).as("CANCELLED is a proof").isEmpty();
  }

  @Test
  void noInterpreterOutlivesItsDriver() throws IOException {
    String mark = UUID.randomUUID().toString();
    Run run = alone(SLEEPS, mark);
    Seen python = interpreter(mark);
    ProcessHandle driver = python.process().parent().orElseThrow();

    Signal.KILL.sendTo(driver);

    Awaitility.await("the interpreter is gone")
        .atMost(Duration.ofSeconds(30))
        .until(() -> processes(mark).isEmpty());
    assertFailed(run, "DRIVER_EXITED", "SIGKILL");
  }

  private Seen interpreter(String mark) {
    return Awaitility.await("the program runs")
        .atMost(Duration.ofMinutes(2))
        .until(() -> processes(mark), seen -> seen.size() == 1)
        .get(0);
  }

  private List<Seen> processes(String mark) {
    return cluster.home().processes().all().stream()
        .filter(seen -> seen.commandLine().contains(mark))
        .toList();
  }
}
