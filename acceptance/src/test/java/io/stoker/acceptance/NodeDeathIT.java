package io.stoker.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.stoker.acceptance.harness.Cluster;
import io.stoker.acceptance.harness.HomeProcesses.Seen;
import io.stoker.acceptance.harness.SharedCluster;
import io.stoker.acceptance.harness.Signal;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;

/**
 * Whole nodes die or freeze, with the shipped defaults: every process of a node at once, as when
 * its machine loses power. What is measured is printed.
 */
@Tag("long")
@ExtendWith(SharedCluster.class)
class NodeDeathIT extends TwoNodes {
  private static final int TASKS = 90;

  NodeDeathIT(Cluster cluster) {
    super(cluster);
  }

  @Test
  void executorsOfADeadNodeAreReplacedElsewhere() {
    Run run = atWork();
    int dead = 3 - Nodes.ofDriver(run);

    Stopwatch watch = Stopwatch.since("machine with executors dies");
    kill(dead);
    nodes.awaitState(dead, "UNREACHABLE");
    watch.note("its node is UNREACHABLE");
    soon().until(() -> Nodes.atWork(run, 3 - dead) == 2);
    watch.note("the executor is replaced on the other node");
    run.expectSuccess();
    watch.note("SUCCEEDED, with " + TASKS + " s of tasks");

    assertThat(run.get().required("attempts").asInt()).isEqualTo(1);
    assertRowsAreRight(run, TASKS);
    cluster.node(dead).start();
    assertNothingIsLeft(run, watch);
  }

  @Test
  void theNextAttemptOfADeadDriverStartsElsewhere() {
    Run run = atWork();
    int dead = Nodes.ofDriver(run);
    Path output = write(output(run, 1));

    Stopwatch watch = Stopwatch.since("machine with driver dies");
    kill(dead);
    nodes.awaitState(dead, "UNREACHABLE");
    watch.note("its node is UNREACHABLE");
    run.await("LOST", seen -> run.attempt(1).required("state").asString().equals("LOST"));
    watch.note("its lease is over, the attempt LOST");
    soon().until(() -> run.items("/attempts").size() == 2);
    watch.note("the next attempt has a node");
    soon().until(() -> run.attempt(2).required("state").asString().equals("RUNNING"));
    watch.note("its driver is ready");
    run.expectSuccess();
    watch.note("SUCCEEDED, with " + TASKS + " s of tasks");

    assertThat(run.attempt(1).at("/reason/code").asString()).isEqualTo("NODE_LOST");
    assertThat(run.attempt(2).required("node").asString()).isEqualTo("node-" + (3 - dead));
    assertRowsAreRight(run, TASKS);
    cluster.node(dead).start();
    assertNothingIsLeft(run, watch);
    assertSwept(run, output, watch);
  }

  /**
   * Neither the service nor the driver can act until the run has its result from another driver.
   */
  @Test
  void aFrozenDriverThatWakesUpLateChangesNothing() {
    Run run = atWork();
    int frozen = Nodes.ofDriver(run);
    Path output = write(output(run, 1));
    Seen driver = new Traces(cluster, run).driver();
    ProcessHandle service = ProcessHandle.of(cluster.node(frozen).pid()).orElseThrow();

    Stopwatch watch = Stopwatch.since("driver and its node's service freeze");
    Signal.STOP.sendTo(service);
    Signal.STOP.sendTo(driver.process());
    soon().until(() -> run.items("/attempts").size() == 2);
    watch.note("the next attempt has a node");
    run.expectSuccess();
    watch.note("SUCCEEDED by the next attempt");
    JsonNode manifest = run.manifest();

    Stopwatch woken = Stopwatch.since("a frozen driver wakes up after the commit");
    Signal.CONT.sendTo(driver.process());
    soon().until(() -> !driver.process().isAlive());
    woken.note("it has stopped itself");
    assertThat(exitFile(frozen, run)).as("fenced or told to stop").isIn("77", "78");
    assertThat(run.manifest()).isEqualTo(manifest);
    assertThat(manifest.required("fence")).isEqualTo(run.attempt(2).required("fence"));
    assertThat(manifest.required("location").asString()).doesNotContain(output.toString());
    assertRowsAreRight(run, TASKS);
    Signal.CONT.sendTo(service);
    cluster.awaitNodes(2);
    assertThat(run.completeLogOf(1, "driver", "stderr")).contains("This driver stops itself");
    assertNothingIsLeft(run, woken);
    assertSwept(run, output, woken);
  }

  /** The node can act: it ends a frozen driver that has lost its lease. */
  @Test
  void aFrozenDriverIsEndedByItsNode() {
    Run run = atWork();
    Seen driver = new Traces(cluster, run).driver();

    Stopwatch watch = Stopwatch.since("driver alone freezes");
    Signal.STOP.sendTo(driver.process());
    soon().until(() -> run.items("/attempts").size() == 2);
    watch.note("the next attempt has a node");
    soon().until(() -> !driver.process().isAlive());
    watch.note("its node has killed the frozen one");
    run.expectSuccess();
    watch.note("SUCCEEDED, with " + TASKS + " s of tasks");

    assertThat(run.attempt(1).at("/reason/code").asString()).isEqualTo("DRIVER_LOST");
    assertRowsAreRight(run, TASKS);
    assertNothingIsLeft(run, watch);
  }

  @Test
  void aCancelWithAnUnreachableNodeEndsInTimeAndSaysWhatIsNotProven() {
    Run run = atWork();
    int frozen = 3 - Nodes.ofDriver(run);
    ProcessHandle service = ProcessHandle.of(cluster.node(frozen).pid()).orElseThrow();
    Signal.STOP.sendTo(service);

    Stopwatch watch = Stopwatch.since("cancel while a node does not answer");
    cluster.api().post(run.path() + ":cancel", Map.of()).expect(200);
    run.awaitEnd();
    watch.note("CANCELLED");

    String message = run.expectEnd("CANCELLED").get().at("/reason/message").asString();
    assertThat(message).contains("not proven", "on node-" + frozen, "cannot be reached");
    assertThat(message).doesNotContain("on node-" + (3 - frozen));
    Signal.CONT.sendTo(service);
    cluster.awaitNodes(2);
    assertNothingIsLeft(run, watch);
  }

  private Run atWork() {
    return atWork(Jobs.shuffledSleepers(TASKS, 2));
  }

  /** SIGKILL to everything of a node at once: service, wrappers, drivers, executors. */
  private void kill(int node) {
    String home = "nodes/node-" + node;
    soon()
        .until(
            () -> {
              List<Seen> all = cluster.home().processes(home).all();
              all.forEach(seen -> seen.process().destroyForcibly());
              return all.isEmpty();
            });
  }

  /** Where an attempt writes its rows. */
  private Path output(Run run, int number) {
    JsonNode attempt = run.attempt(number);
    String name = number + "-" + attempt.required("fence").asLong();
    return one(
        cluster.home().resolve("storage"),
        path -> path.endsWith(Path.of(run.id(), "main", "attempts", name)));
  }

  /** What an attempt may have written when it dies; its query has no rows before its last stage. */
  private static Path write(Path attempt) {
    try {
      Files.createDirectories(attempt.resolve("data"));
      Files.writeString(attempt.resolve("data/part-of-a-lost-attempt.parquet"), "rows");
      return attempt;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Path one(Path root, Predicate<Path> which) {
    try (var paths = Files.walk(root)) {
      return paths.filter(which).findFirst().orElseThrow();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private String exitFile(int node, Run run) {
    Path processes = cluster.home().resolve("nodes/node-" + node + "/processes");
    Path record =
        one(
            processes,
            path ->
                path.endsWith("process.json")
                    && text(path).contains(run.id())
                    && text(path).contains("DRIVER"));
    return soon().until(() -> text(record.resolveSibling("exit")).strip(), text -> !text.isEmpty());
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      return "";
    }
  }

  private void assertNothingIsLeft(Run run, Stopwatch watch) {
    Traces traces = new Traces(cluster, run);
    Awaitility.await("nothing is left on any node")
        .atMost(Duration.ofSeconds(90))
        .until(() -> traces.processes().isEmpty() && traces.directories().isEmpty());
    watch.note("no process and no directory of it on any node");
  }

  /** The sweep comes once a minute. */
  private static void assertSwept(Run run, Path attempt, Stopwatch watch) {
    Awaitility.await("the lost attempt's files are gone")
        .atMost(Duration.ofMinutes(2))
        .until(() -> Files.notExists(attempt.resolve("data")));
    watch.note("the lost attempt's files are gone from storage");
    assertThat(attempt.resolve("logs/driver")).isDirectory();
    Path result = Path.of(URI.create(run.manifest().required("location").asString()));
    for (JsonNode file : run.manifest().required("files")) {
      assertThat(result.resolve(file.required("path").asString())).exists();
    }
  }
}
