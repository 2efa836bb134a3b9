package io.stoker.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.stoker.acceptance.harness.Cluster;
import io.stoker.acceptance.harness.HomeProcesses.Seen;
import io.stoker.acceptance.harness.SharedCluster;
import io.stoker.acceptance.harness.Signal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.LongStream;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;

/** What an executor wrote for the next stage outlives it, and the server that hands it out. */
@ExtendWith(SharedCluster.class)
class ShuffleIT {
  private static final int MAP_TASKS = 6;
  private static final int REDUCE_TASKS = 3;

  private final Cluster cluster;

  ShuffleIT(Cluster cluster) {
    this.cluster = cluster;
  }

  /** An executor and its node's shuffle server are killed between the stages. */
  @Test
  void noFinishedMapTaskIsDoneAgain() {
    Run run = Run.of(cluster.api(), Jobs.twoStagesOfSleepers(MAP_TASKS, REDUCE_TASKS));
    run.await("the map stage is done", seen -> run.tasksCompleted() >= MAP_TASKS);
    Traces traces = new Traces(cluster, run);
    Seen victim = traces.executor(1);
    String node = node(run, 1);
    Seen server = shuffleServer(node);

    Stopwatch watch = Stopwatch.since("executor and shuffle server killed after the map stage");
    Signal.KILL.sendTo(victim.process());
    Signal.KILL.sendTo(server.process());
    soon("another shuffle server")
        .until(
            () -> !shuffleServers(node).equals(List.of(server)) && !shuffleServers(node).isEmpty());
    watch.note("the shuffle server runs again");
    run.expectSuccess();
    watch.note("SUCCEEDED, with a second of tasks to go");
    JsonNode shown = resource(node).required("shuffleServer");
    assertThat(shown.required("lastFailure").asString()).contains("SIGKILL");
    assertThat(shown.required("restarts").asInt()).isPositive();
    assertThat(shown.required("rssBytes").asLong())
        .isBetween(1L << 20, shown.required("memoryBytes").asLong());

    assertThat(run.get().required("attempts").asInt()).isEqualTo(1);
    // one that is done again counts again, under another stage's number
    assertThat(run.get("/progress").required("stages").valueStream())
        .extracting(stage -> stage.required("tasksCompleted").asInt())
        .as("tasks of each stage")
        .containsExactlyInAnyOrder(MAP_TASKS, REDUCE_TASKS);
    assertThat(run.longs("id")).isEqualTo(LongStream.range(0, MAP_TASKS).boxed().toList());
    soon("its directories are gone").until(() -> traces.directories().isEmpty());
    for (String one : List.of("node-1", "node-2")) {
      Path secrets = cluster.home().resolve("nodes/" + one + "/shuffle/applications");
      assertThat(secrets)
          .satisfiesAnyOf(
              it -> assertThat(it).doesNotExist(), it -> assertThat(it).isEmptyDirectory());
    }
  }

  /**
   * A server is stopped, which from outside looks like one that hangs, with the shipped patience:
   * the fetches from it wait, and go on with the next one.
   */
  @Test
  @Tag("long")
  void aServerThatHangsCostsTimeButNoMapTask() {
    Run run = Run.of(cluster.api(), Jobs.twoStagesOfSleepers(MAP_TASKS, REDUCE_TASKS));
    run.await("map tasks are done on both nodes", seen -> run.tasksCompleted() >= 2);
    String node = node(run, 1);
    assertThat(resource(node).at("/shuffleServer/state").asString()).isEqualTo("RUNNING");
    int restarts = resource(node).at("/shuffleServer/restarts").asInt();
    Seen server = shuffleServer(node);

    Stopwatch watch = Stopwatch.since("a shuffle server hangs in the map stage");
    Signal.STOP.sendTo(server.process());
    soon("it is seen to hang").until(() -> state(node), state -> state.equals("NOT_ANSWERING"));
    watch.note("its node says NOT_ANSWERING, and starts no executor");
    soon("it is killed").until(() -> !server.process().isAlive());
    watch.note("it is killed");
    soon("another one answers").until(() -> state(node), state -> state.equals("RUNNING"));
    watch.note("another one answers in its place");
    run.expectSuccess();
    watch.note("SUCCEEDED");

    JsonNode shown = resource(node).required("shuffleServer");
    assertThat(shown.required("restarts").asInt()).isEqualTo(restarts + 1);
    assertThat(shown.required("lastFailure").asString()).contains("It hung", "process is stopped");
    assertThat(run.get().required("attempts").asInt()).isEqualTo(1);
    assertThat(run.get("/progress").required("stages").valueStream())
        .extracting(stage -> stage.required("tasksCompleted").asInt())
        .as("tasks of each stage")
        .containsExactlyInAnyOrder(MAP_TASKS, REDUCE_TASKS);
    assertThat(run.longs("id")).isEqualTo(LongStream.range(0, MAP_TASKS).boxed().toList());
  }

  private JsonNode resource(String node) {
    return cluster
        .nodeResources()
        .filter(one -> one.required("name").asString().equals(node))
        .findFirst()
        .orElseThrow();
  }

  private String state(String node) {
    return resource(node).at("/shuffleServer/state").asString("");
  }

  private static String node(Run run, int executor) {
    return run.items("/executors").stream()
        .filter(it -> it.required("id").asInt() == executor)
        .map(it -> it.required("node").asString())
        .findFirst()
        .orElseThrow();
  }

  private Seen shuffleServer(String node) {
    return shuffleServers(node).get(0);
  }

  /** Its wrapper has its command in its own. */
  private List<Seen> shuffleServers(String node) {
    String home = cluster.home().resolve("nodes/" + node + "/shuffle").toString();
    return cluster.home().processes().all().stream()
        .filter(seen -> seen.isShuffleServer() && seen.commandLine().contains(home))
        .filter(seen -> !seen.commandLine().contains("keep.sh"))
        .toList();
  }

  private static ConditionFactory soon(String what) {
    return Awaitility.await(what)
        .atMost(Duration.ofMinutes(3))
        .pollInterval(Duration.ofMillis(100));
  }
}
