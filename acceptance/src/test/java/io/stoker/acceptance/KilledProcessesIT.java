package io.stoker.acceptance;

import static io.stoker.acceptance.Problems.assertForAPerson;
import static org.assertj.core.api.Assertions.assertThat;

import io.stoker.acceptance.harness.Cluster;
import io.stoker.acceptance.harness.HomeProcesses.Seen;
import io.stoker.acceptance.harness.SharedCluster;
import io.stoker.acceptance.harness.Signal;
import java.time.Duration;
import java.util.List;
import java.util.stream.LongStream;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Kill -9 of single Spark processes in mid-job: the run goes on, and says what happened. */
@ExtendWith(SharedCluster.class)
class KilledProcessesIT {
  private static final int TASKS = 14;

  private final Cluster cluster;

  KilledProcessesIT(Cluster cluster) {
    this.cluster = cluster;
  }

  @Test
  void anExecutorIsReplacedAndTheRowsAreRight() {
    Run run = atWork(1);
    Traces traces = new Traces(cluster, run);
    Seen victim = traces.executor(1);

    Stopwatch watch = Stopwatch.since("executor killed");
    Signal.KILL.sendTo(victim.process());
    JsonNode killed = awaitExecutor(run, 1, "EXITED");
    watch.note("its end is told");
    awaitExecutor(run, 3, "RUNNING");
    watch.note("its replacement runs");
    soon().until(() -> isRegistered(run, 3));
    watch.note("its replacement is registered with the driver");
    run.expectSuccess();
    watch.note("SUCCEEDED, with " + TASKS + " s of tasks on two cores");

    assertThat(killed.required("exitCode").asInt()).isEqualTo(137);
    assertThat(killed.at("/reason/message").asString()).contains("SIGKILL");
    assertThat(run.completeLog("driver", "stderr")).contains("Executor 1 is over", "SIGKILL");
    assertThat(run.get().required("attempts").asInt()).isEqualTo(1);
    assertRowsAreRight(run);
  }

  @Test
  @Tag("long")
  void aDriverTakesItsExecutorsAlongAndIsTriedAgain() {
    Run run = atWork(2);
    Traces traces = new Traces(cluster, run);
    List<Seen> executors = traces.executors();
    assertThat(executors).isNotEmpty();

    Stopwatch watch = Stopwatch.since("driver killed");
    Signal.KILL.sendTo(traces.driver().process());
    soon().until(() -> executors.stream().noneMatch(seen -> seen.process().isAlive()));
    assertThat(watch.note("its executors are gone")).isLessThan(Duration.ofSeconds(30));
    soon().until(() -> run.get().required("attempts").asInt() == 2);
    watch.note("the next attempt has a node");
    run.await("rows again", seen -> isRunning(seen) && run.tasksCompleted() >= 1);
    watch.note("the next attempt has finished a task");
    run.expectSuccess();

    List<JsonNode> attempts = run.items("/attempts");
    assertThat(attempts)
        .extracting(attempt -> attempt.required("state").asString())
        .containsExactly("FAILED", "COMMITTED");
    JsonNode first = attempts.get(0);
    assertThat(first.required("exitCode").asInt()).isEqualTo(137);
    assertThat(first.at("/reason/code").asString()).isEqualTo("DRIVER_EXITED");
    assertThat(first.at("/reason/message").asString()).contains("SIGKILL");
    assertForAPerson(first.at("/reason/message").asString());
    long fence = attempts.get(1).required("fence").asLong();
    assertThat(fence).isGreaterThan(first.required("fence").asLong());
    assertThat(run.manifest().required("fence").asLong()).isEqualTo(fence);
    assertRowsAreRight(run);
  }

  /** Each task ends its executor, as a broken native library would, or a program's own exit. */
  @Tag("long")
  @ParameterizedTest
  @CsvSource({"3, 3, 'It wrote last: '", "0, 4, System.exit"})
  void executorsThatDieAgainAndAgainEndTheRunWithTheEvidence(int code, int dead, String evidence) {
    ObjectNode definition =
        Jobs.query(
            "select reflect('java.lang.System', 'exit', %d) e from range(4)".formatted(code));
    definition.putObject("retry").put("maxAttempts", 3).put("backoff", "PT0S");
    Stopwatch watch = Stopwatch.since("executors die again and again");
    Run run = Run.of(cluster.api(), definition);

    JsonNode end = run.expectEnd("FAILED").get();
    watch.note("FAILED with CRASH_LOOP, from the start of the run");

    assertThat(end.at("/reason/code").asString()).isEqualTo("CRASH_LOOP");
    String message = end.at("/reason/message").asString();
    assertThat(message).contains(dead + " executors", "code " + code, evidence);
    assertThat(end.required("attempts").asInt()).isEqualTo(1);
    assertThat(run.endedExecutors()).hasSizeBetween(dead, dead + 1);
  }

  /** A run of which each executor has finished a task. */
  private Run atWork(int attempts) {
    Run run = Run.of(cluster.api(), Jobs.shuffledSleepers(TASKS, attempts));
    run.await("both executors have finished a task", seen -> isRunning(seen) && bothWork(run));
    return run;
  }

  private static boolean isRunning(JsonNode run) {
    return run.required("state").asString().equals("RUNNING");
  }

  private static boolean bothWork(Run run) {
    return run.items("/executors").stream()
            .filter(executor -> executor.path("completedTasks").asInt() > 0)
            .count()
        == 2;
  }

  private static JsonNode awaitExecutor(Run run, int id, String state) {
    return soon()
        .until(
            () -> run.items("/executors"),
            all -> all.stream().anyMatch(executor -> is(executor, id, state)))
        .stream()
        .filter(executor -> is(executor, id, state))
        .findFirst()
        .orElseThrow();
  }

  private static boolean isRegistered(Run run, int id) {
    return run.items("/executors").stream()
        .anyMatch(seen -> seen.required("id").asInt() == id && seen.has("registeredAt"));
  }

  private static boolean is(JsonNode executor, int id, String state) {
    return executor.required("id").asInt() == id
        && executor.required("state").asString().equals(state);
  }

  private static void assertRowsAreRight(Run run) {
    assertThat(run.longs("id")).isEqualTo(LongStream.range(0, TASKS).boxed().toList());
  }

  private static ConditionFactory soon() {
    return Awaitility.await().atMost(Duration.ofMinutes(2)).pollInterval(Duration.ofMillis(100));
  }
}
