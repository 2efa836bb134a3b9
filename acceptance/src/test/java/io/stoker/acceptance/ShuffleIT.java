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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

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
        .atMost(Duration.ofMinutes(1))
        .pollInterval(Duration.ofMillis(100));
  }
}
