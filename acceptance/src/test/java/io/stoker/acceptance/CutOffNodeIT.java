package io.stoker.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.stoker.acceptance.harness.Cluster;
import io.stoker.acceptance.harness.FaultProxy;
import io.stoker.acceptance.harness.FaultProxy.Fault;
import io.stoker.acceptance.harness.HomeProcesses.Seen;
import io.stoker.acceptance.harness.SharedCluster;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/**
 * The line of one node to the server is dead: nothing arrives, nothing is refused. Its executors
 * and their driver, which is elsewhere, hear each other all the time.
 */
@Tag("long")
class CutOffNodeIT extends TwoNodes {
  private static final int TASKS_AFTER_SHUFFLE = 3;

  /** More than twice as long as the platform waits for a node. */
  private static final Duration SELF_STOP = Duration.ofSeconds(50);

  private static Cluster ownLines;

  CutOffNodeIT() {
    super(ownLines);
  }

  @BeforeAll
  static void start() {
    Cluster.Settings settings =
        new Cluster.Settings(
                List.of(), List.of("--stoker.node.self-stop-after=" + SELF_STOP.toSeconds() + "s"))
            .withLines();
    ownLines = Cluster.start("cut-off", SharedCluster.NODE_CORES, settings);
  }

  @AfterAll
  static void end() {
    ownLines.close();
  }

  @Test
  void itWorksOnStopsItselfAndIsReadyAgainWhenItsLineIs() {
    int tasks = 160;
    Run run = atWork(Jobs.shuffledSleepers(tasks, 1));
    int cut = 3 - Nodes.ofDriver(run);
    Seen executor = executorOn(cut);

    Stopwatch watch = Stopwatch.since("one node cut off alone, self-stop after 50 s");
    FaultProxy line = cluster.line(cut);
    line.set(new Fault.BlackHole());
    nodes.awaitState(cut, "UNREACHABLE");
    watch.note("UNREACHABLE");
    awaitMoreTasks(run, cut, 3);
    watch.note("its executor has finished three more tasks");
    run.await("executors at work elsewhere", seen -> Nodes.atWork(run, 3 - cut) == 2);
    watch.note("another executor is at work elsewhere");
    assertThat(executor.process().isAlive()).isTrue();
    run.await("its executor is ended", seen -> !executor.process().isAlive());
    assertThat(watch.note("it has ended its executor")).isGreaterThan(SELF_STOP.minusSeconds(3));
    soon("no process and no directory is left there")
        .until(() -> executorsOn(cut).isEmpty() && nodes.leftDirectories(cut).size() <= 1);
    watch.note("nothing of the run is left but a record of the end");
    assertThat(nodes.get(cut).required("state").asString()).isEqualTo("UNREACHABLE");

    Stopwatch mended = Stopwatch.since("the line of a node that has stopped itself is mended");
    line.heal();
    nodes.awaitState(cut, "READY");
    mended.note("READY");
    run.expectSuccess();
    watch.note("SUCCEEDED, with " + tasks + " s of tasks");
    assertThat(run.get().required("attempts").asInt()).isEqualTo(1);
    assertRowsAreRight(run, tasks);
    run.endedExecutors();
    assertThat(Nodes.executors(run, cut))
        .first()
        .satisfies(
            one ->
                assertThat(one.at("/reason/message").asString())
                    .contains("heard nothing from the platform for 50 s"));
    assertNothingIsLeft(run);
    Run next = Run.of(cluster.api(), Jobs.sleepers(8));
    soon("the node is used again").until(() -> Nodes.atWork(next, cut) == 1);
    next.expectSuccess();
  }

  @Test
  void itKeepsItsExecutorsWhenItsLineIsMendedInTime() {
    int tasks = 90;
    Run run = atWork(Jobs.shuffledSleepers(tasks, 1));
    int cut = 3 - Nodes.ofDriver(run);
    Seen executor = executorOn(cut);

    Stopwatch watch = Stopwatch.since("one node cut off alone, mended in time");
    FaultProxy line = cluster.line(cut);
    line.set(new Fault.BlackHole());
    nodes.awaitState(cut, "UNREACHABLE");
    watch.note("UNREACHABLE");
    run.await("another executor's place", seen -> Nodes.executors(run, 3 - cut).size() == 2);
    line.heal();
    assertThat(watch.note("mended")).isLessThan(SELF_STOP);
    nodes.awaitState(cut, "READY");
    watch.note("READY");
    assertThat(executor.process().isAlive()).isTrue();
    awaitMoreTasks(run, cut, 3);
    assertThat(watch.note("the same executor works on")).isLessThan(SELF_STOP.multipliedBy(2));
    run.expectSuccess();
    watch.note("SUCCEEDED, with " + tasks + " s of tasks");

    assertRowsAreRight(run, tasks);
    assertNothingWasDoneTwice(run, tasks + TASKS_AFTER_SHUFFLE);
    List<JsonNode> ended = run.endedExecutors();
    assertThat(ended)
        .as("one replaced, none lost")
        .hasSize(3)
        .allSatisfy(one -> assertThat(one.required("state").asString()).isEqualTo("EXITED"));
    assertNothingIsLeft(run);
  }

  private void awaitMoreTasks(Run run, int node, int more) {
    int done = Nodes.tasksDone(run, node);
    run.await("tasks are done there", seen -> Nodes.tasksDone(run, node) >= done + more);
  }

  private Seen executorOn(int node) {
    return executorsOn(node).get(0);
  }

  /** Without their wrappers, which have their commands in their own. */
  private List<Seen> executorsOn(int node) {
    return cluster.home().processes("nodes/node-" + node).all().stream()
        .filter(seen -> seen.isExecutor() && !seen.commandLine().contains("keep.sh"))
        .toList();
  }

  private void assertNothingIsLeft(Run run) {
    Traces traces = new Traces(cluster, run);
    soon("nothing of it is left on any node")
        .until(() -> traces.processes().isEmpty() && traces.directories().isEmpty());
    soon("nothing is used")
        .until(
            () ->
                cluster
                    .nodeResources()
                    .allMatch(node -> node.required("coresUsed").asDouble() == 0));
  }
}
