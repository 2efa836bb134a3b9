package io.stoker.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.stoker.acceptance.harness.Cluster;
import io.stoker.acceptance.harness.SharedCluster;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** A run of twelve tasks, a second each, watched while it runs. */
@ExtendWith(SharedCluster.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ProgressIT {
  private static final int TASKS = 12;

  private final Run run;
  private final List<Look> looks;
  private final String earlyLog;

  /**
   * One look at a run.
   *
   * @param age of the picture of Spark when it was read
   */
  private record Look(JsonNode run, Duration age) {
    int completed() {
      return run.required("progress").required("tasksCompleted").asInt();
    }
  }

  ProgressIT(Cluster cluster) {
    run = Run.of(cluster.api(), sleepers());
    run.awaitState("RUNNING");
    earlyLog = run.log("driver", "stderr", 0);
    try (var watch = Watch.every(Duration.ofMillis(250), this::look)) {
      run.expectSuccess();
      looks =
          watch.stop().stream()
              .filter(look -> look.run().required("state").asString().equals("RUNNING"))
              .filter(look -> look.run().hasNonNull("progress"))
              .toList();
    }
  }

  /** With memory divided in a way of its own. */
  private static ObjectNode sleepers() {
    ObjectNode definition = Jobs.sleepers(TASKS);
    definition
        .putObject("sparkConf")
        .put("spark.memory.fraction", "0.7")
        .put("spark.memory.storageFraction", "0.3")
        .put("spark.memory.offHeap.enabled", "true")
        .put("spark.memory.offHeap.size", "64m");
    return definition;
  }

  private Look look() {
    JsonNode seen = run.get();
    JsonNode at = seen.path("progress").path("at");
    return new Look(
        seen,
        at.isString()
            ? Duration.between(Instant.parse(at.asString()), Instant.now())
            : Duration.ZERO);
  }

  @Test
  void countsGrowWhileItRuns() {
    List<Integer> completed = looks.stream().map(Look::completed).toList();

    assertThat(completed).isSorted();
    assertThat(completed.stream().filter(n -> n > 0 && n < TASKS).distinct().count())
        .as("different counts seen between none and all of " + completed)
        .isGreaterThanOrEqualTo(3);
    assertThat(looks)
        .allSatisfy(
            look -> {
              JsonNode progress = look.run().required("progress");
              assertThat(
                      progress.required("tasksCompleted").asInt()
                          + progress.required("tasksActive").asInt())
                  .isLessThanOrEqualTo(progress.required("tasksTotal").asInt());
            });
  }

  @Test
  void thePictureIsFresh() {
    long stale = looks.stream().filter(look -> look.age().toMillis() > 2500).count();

    assertThat(stale)
        .as("looks at a picture older than 2.5 s, of " + looks.size())
        .isLessThanOrEqualTo(looks.size() / 10);
  }

  @Test
  void theLastPictureIsComplete() {
    JsonNode progress = run.get().required("progress");

    assertThat(progress.required("tasksCompleted").asInt()).isEqualTo(TASKS);
    assertThat(progress.required("tasksActive").asInt()).isZero();
    assertThat(progress.required("stagesCompleted").asInt()).isPositive();
    assertThat(
            run.items("/executors").stream()
                .mapToInt(executor -> executor.required("completedTasks").asInt())
                .sum())
        .isEqualTo(TASKS);
  }

  /** What the plan says is what Spark says of its own regions while it runs, to the byte. */
  @Test
  void thePlanIsWhatSparkReports() {
    JsonNode memory = run.get().required("memory");
    JsonNode asked = memory.required("executor").required("asked");

    assertThat(asked.required("heap").required("unifiedBytes").asLong()).isEqualTo(155_608_678);
    assertThat(asked.required("offHeapBytes").asLong()).isEqualTo(64 << 20);
    assertThat(run.items("/executors"))
        .hasSize(2)
        .allSatisfy(
            executor -> {
              JsonNode used = executor.required("memory").required("peak");
              assertThat(executor.required("memoryBytes"))
                  .isEqualTo(asked.required("containerBytes"));
              assertThat(used.required("unifiedCapacityBytes"))
                  .isEqualTo(asked.required("heap").required("unifiedBytes"));
              assertThat(used.required("offHeapCapacityBytes"))
                  .isEqualTo(asked.required("offHeapBytes"));
            });
    JsonNode driver = memory.required("driver");
    assertThat(driver.required("used").required("peak").required("unifiedCapacityBytes"))
        .isEqualTo(driver.required("asked").required("heap").required("unifiedBytes"));
  }

  @Test
  void whatIsUsedIsSeenWhileItRunsAndStays() {
    assertThat(looks.stream().map(look -> look.run().required("memory")))
        .as("looks at a running run that show what its executors use")
        .anyMatch(memory -> memory.required("executor").path("peak").path("heapBytes").asLong() > 0)
        .anyMatch(memory -> memory.required("executor").path("peak").path("rssBytes").asLong() > 0);

    List<JsonNode> peaks =
        Stream.concat(
                Stream.of(run.get().required("memory").required("driver").required("used")),
                run.items("/executors").stream().map(executor -> executor.required("memory")))
            .map(use -> use.required("peak"))
            .toList();
    assertThat(peaks)
        .allSatisfy(
            peak -> {
              long heap = peak.required("heapBytes").asLong();
              assertThat(heap).isBetween(10L << 20, 512L << 20);
              assertThat(peak.required("rssBytes").asLong()).isBetween(64L << 20, 4L << 30);
              assertThat(peak.required("gcMillis").asLong()).isBetween(0L, 60_000L);
              assertThat(peak.required("unifiedBytes").asLong()).isLessThanOrEqualTo(heap);
            });
  }

  @Test
  void theLogIsReadableFromAnOffsetWhileItGrows() {
    assertThat(earlyLog).isNotEmpty();

    String all = run.completeLog("driver", "stderr");
    assertThat(all).startsWith(earlyLog).hasSizeGreaterThan(earlyLog.length());
    assertThat(run.log("driver", "stderr", earlyLog.length()))
        .isEqualTo(all.substring(earlyLog.length()));
  }

  @Test
  void writesARowForEachTask() {
    JsonNode manifest = run.get("/result").required("manifest");

    assertThat(manifest.required("totalRows").asInt()).isEqualTo(TASKS);
    assertThat(manifest.required("files").size()).isEqualTo(TASKS);
  }
}
