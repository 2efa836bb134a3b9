package io.stoker.allocation;

import static io.stoker.cluster.ClusterBench.GIB;
import static io.stoker.cluster.ClusterBench.MIB;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import io.stoker.cluster.ClusterBench;
import io.stoker.cluster.ExecutorProcess;
import io.stoker.cluster.FakeNode;
import io.stoker.error.ErrorCode;
import io.stoker.error.StokerException;
import io.stoker.job.JobSpec;
import io.stoker.job.OtherMaster;
import io.stoker.placement.NodeSelector;
import io.stoker.placement.PlacementStrategy;
import io.stoker.run.Demand;
import io.stoker.run.Reason;
import io.stoker.run.RunState;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Which of the nodes with room a job's processes get. */
class PlacementTest {
  private static final Map<String, String> SSD = Map.of("disk", "ssd");
  private static final Map<String, String> ZONE_A = Map.of("zone", "a");
  private static final NodeSelector ON_SSD = new NodeSelector(SSD, Map.of());
  private static final NodeSelector LIKES_SSD = new NodeSelector(Map.of(), SSD);
  private static final NodeSelector IN_ZONE_A = new NodeSelector(ZONE_A, Map.of());

  private final ClusterBench bench = ClusterBench.start();

  @AfterEach
  void close() {
    bench.close();
  }

  @Test
  void driverAndExecutorsGoWhereTheirLabelsAreThoughOtherNodesAreEmptier() {
    bench.node("big", 64, 64 * GIB);
    bench.node("ssd", 4, 16 * GIB, SSD);
    bench.node("zone", 4, 16 * GIB, Map.of("zone", "a", "disk", "hdd"));
    addJob("job", IN_ZONE_A, ON_SSD, 3, PlacementStrategy.SPREAD);
    long fence = run("job", 3);
    assertThat(bench.assignments.driver(fence).orElseThrow().nodeName()).isEqualTo("zone");
    assertThat(nodes(fence)).containsExactly("ssd", "ssd", "ssd");
  }

  @Test
  void preferredLabelsComeFirstAndAreNotWaitedFor() {
    bench.node("big", 64, 64 * GIB);
    bench.node("ssd", 3, 16 * GIB, SSD);
    addJob("job", LIKES_SSD, LIKES_SSD, 4, PlacementStrategy.SPREAD);
    long fence = run("job", 4);
    assertThat(bench.assignments.driver(fence).orElseThrow().nodeName()).isEqualTo("ssd");
    assertThat(nodes(fence)).containsExactly("ssd", "ssd", "big", "big");
  }

  @Test
  void aPackedRunTakesAsFewNodesAsHoldIt() {
    bench.node("big", 8, 64 * GIB);
    bench.node("middle", 4, 64 * GIB);
    bench.node("small", 1, 64 * GIB);
    addJob("packed", NodeSelector.ANY, NodeSelector.ANY, 5, PlacementStrategy.PACK);
    long fence = run("packed", 5);
    assertThat(bench.assignments.driver(fence).orElseThrow().nodeName()).isEqualTo("small");
    assertThat(nodes(fence)).containsExactly("middle", "middle", "middle", "middle", "big");
  }

  @Test
  void executorsFollowTheirDataInProportion() {
    bench.node("a", 8, 64 * GIB);
    bench.node("b", 8, 64 * GIB);
    bench.node("c", 64, 64 * GIB);
    bench.addJob("job", 4);
    UUID run = bench.submit("job");
    bench.pass.run();
    Map<String, Integer> data = Map.of("a.test", 30, "b", 10, "elsewhere", 99);
    Demand.Profile profile = new Demand.Profile(0, 5, 1, GIB, GIB + 384 * MIB, data);
    bench.ask(bench.fence(run), 1, profile, Set.of());
    bench.pass.run();
    assertThat(nodes(bench.fence(run))).containsExactly("a", "a", "b", "a", "a");
  }

  /** The hinted host is full, so its rack is the next best, though other nodes are emptier. */
  @Test
  void executorsGoNearTheirDataWhenThereIsNoRoomBesideIt() {
    bench.node("full", 1, 64 * GIB, Map.of("rack", "r1"));
    bench.node("near", 2, 64 * GIB, Map.of("rack", "r1"));
    bench.node("far", 64, 64 * GIB, Map.of("rack", "r2"));
    bench.node("nowhere", 64, 64 * GIB);
    addJob("job", NodeSelector.ANY, NodeSelector.ANY, 3, PlacementStrategy.PACK);
    UUID run = bench.submit("job");
    bench.pass.run();
    assertThat(bench.assignments.driver(bench.fence(run)).orElseThrow().nodeName())
        .isEqualTo("full");
    Demand.Profile profile =
        new Demand.Profile(0, 4, 1, GIB, GIB + 384 * MIB, Map.of("full.test", 30, "far.test", 20));
    bench.ask(bench.fence(run), 1, profile, Set.of());
    bench.pass.run();
    assertThat(nodes(bench.fence(run)))
        .as("beside the data of far; then 30 tasks in r1 against 20 for two in r2")
        .containsExactly("far", "far", "far", "far");
    Demand.Profile hinted =
        new Demand.Profile(0, 7, 1, GIB, GIB + 384 * MIB, Map.of("full.test", 30));
    bench.ask(bench.fence(run), 2, hinted, Set.of());
    bench.pass.run();
    assertThat(nodes(bench.fence(run)).subList(4, 7)).containsExactly("near", "near", "far");
    assertThat(bench.nodes.racks())
        .as("by address and name, for drivers")
        .containsOnly(
            entry("full.test", "r1"),
            entry("full", "r1"),
            entry("near.test", "r1"),
            entry("near", "r1"),
            entry("far.test", "r2"),
            entry("far", "r2"));
  }

  @Test
  void aRunOfAnotherMasterWaitsForItsDriversRoomOnly() {
    bench.node("small", 1, 2 * GIB);
    bench.addJob(
        "elsewhere", new OtherMaster("spark://m:7077", null), new JobSpec.Executor(9, 64, GIB));
    bench.addJob("here", new OtherMaster("local[*]", null), JobSpec.Executor.NONE);
    UUID elsewhere = bench.submit("elsewhere");
    UUID here = bench.submit("here");
    bench.pass.run();
    long fence = bench.fence(elsewhere);
    assertThat(bench.assignments.driver(fence).orElseThrow().nodeName()).isEqualTo("small");
    assertThat(
            bench.jdbc.sql("select held_executors from assignment").query(Integer.class).single())
        .as("room is held for none")
        .isZero();
    bench.attempts.started(fence, "spark://m:7077", null);
    bench.pass.run();
    assertThat(bench.assignments.executors(fence)).isEmpty();
    assertThat(bench.runs.attempts(elsewhere).get(0).executorsWaiting()).isNull();
    assertThat(reason(here).code()).isEqualTo("WAITING_FOR_1_CORES_ON_ONE_NODE");
    assertThat(reason(here).message()).startsWith("The driver needs");
  }

  @Test
  void aLabelThatNoNodeHasIsRefusedWithFieldAndRemedy() {
    bench.node("a", 4, 16 * GIB, ZONE_A);
    bench.node("b", 4, 16 * GIB, SSD);
    addJob("tape", NodeSelector.ANY, selector("disk", "tape"), 1, PlacementStrategy.SPREAD);
    assertThatThrownBy(() -> bench.submit("tape"))
        .isInstanceOfSatisfying(
            StokerException.class,
            refused -> {
              assertThat(refused.code()).isEqualTo(ErrorCode.NO_NODE_WITH_LABEL);
              assertThat(refused)
                  .hasMessageContaining("executor.nodeSelector.required")
                  .hasMessageContaining("disk=tape")
                  .hasMessageContaining("a has zone=a; b has disk=ssd")
                  .hasMessageContaining("stoker node --labels");
              assertThat(refused.violations())
                  .extracting("pointer")
                  .containsExactly("/executor/nodeSelector/required/disk");
            });
    NodeSelector both = new NodeSelector(Map.of("disk", "ssd", "zone", "a"), Map.of());
    addJob("both", both, NodeSelector.ANY, 1, PlacementStrategy.SPREAD);
    assertThatThrownBy(() -> bench.submit("both"))
        .isInstanceOfSatisfying(
            StokerException.class,
            refused ->
                assertThat(refused.violations())
                    .extracting("pointer")
                    .containsExactly("/driver/nodeSelector/required"));
  }

  @Test
  void aNodeWithTheLabelThatTakesNoWorkIsWaitedForAndOneThatIsGoneForFiveMinutes() {
    bench.node("a", 4, 16 * GIB);
    FakeNode ssd = bench.node("ssd", 4, 16 * GIB, SSD);
    addJob("job", NodeSelector.ANY, ON_SSD, 1, PlacementStrategy.SPREAD);
    bench.addJob("other", 1);
    bench.jdbc.sql("update node set state = 'UNREACHABLE' where name = 'ssd'").update();
    UUID run = bench.submit("job");
    UUID other = bench.submit("other");
    bench.pass.run();
    assertThat(reason(run).code()).isEqualTo("NO_NODE_WITH_LABEL");
    assertThat(reason(run).message()).contains("disk=ssd", "ssd is UNREACHABLE");
    assertThat(bench.hasDriver(other)).as("nobody waits behind it").isTrue();
    ssd.relabel(Map.of());
    bench.pass.run();
    assertThat(reason(run).message()).contains("disk=ssd", "within 300 s");
    bench.ticks(300);
    ssd.report();
    bench.pass.run();
    assertThat(bench.runs.get(run).run().state()).isEqualTo(RunState.FAILED);
    assertThat(reason(run).code()).isEqualTo("NO_NODE_WITH_LABEL");
  }

  /** A pass looks at ten runs of each queue when there are many queues. */
  @Test
  void manyWhoWaitForALabelHideNobody() {
    bench.node("a", 4, 16 * GIB);
    bench.node("ssd", 4, 16 * GIB, SSD);
    bench.jdbc.sql("update node set state = 'UNREACHABLE' where name = 'ssd'").update();
    for (int number = 1; number <= 10; number++) {
      bench.addQueue("queue-" + number, 1, 0);
    }
    addJob("job", NodeSelector.ANY, ON_SSD, 1, PlacementStrategy.SPREAD);
    bench.addJob("other", 1);
    for (int number = 1; number <= 12; number++) {
      bench.submit("job");
    }
    UUID other = bench.submit("other");
    bench.pass.run();
    assertThat(bench.hasDriver(other)).isTrue();
  }

  @Test
  void executorsThatLoseTheirLabelledNodeSayWhatTheyWaitFor() {
    bench.node("a", 4, 16 * GIB);
    bench.node("ssd", 4, 16 * GIB, SSD);
    addJob("job", NodeSelector.ANY, ON_SSD, 2, PlacementStrategy.SPREAD);
    UUID run = bench.submit("job");
    bench.pass.run();
    bench.jdbc.sql("update node set state = 'UNREACHABLE' where name = 'ssd'").update();
    bench.ask(bench.fence(run), 1, 2);
    bench.pass.run();
    Reason why = Objects.requireNonNull(bench.runs.attempts(run).get(0).executorsWaiting());
    assertThat(why.code()).isEqualTo("NO_NODE_WITH_LABEL");
    assertThat(why.message()).startsWith("2 of 2 executors wait.").contains("disk=ssd");
  }

  @Test
  void whoWaitsForLabelledNodesKeepsNobodyFromOthersAndIsNotOvertakenOnItsOwn() {
    bench.node("a", 4, 16 * GIB);
    FakeNode ssd = bench.node("ssd", 2, 16 * GIB, SSD);
    addJob("choosy", ON_SSD, ON_SSD, 1, PlacementStrategy.SPREAD);
    addJob("fond", LIKES_SSD, LIKES_SSD, 3, PlacementStrategy.SPREAD);
    long first = run("choosy", 1);
    UUID second = bench.submit("choosy");
    UUID fond = bench.submit("fond");
    UUID third = bench.submit("choosy");
    bench.pass.run();
    assertThat(reason(second).code()).isEqualTo("WAITING_FOR_1_CORES_ON_ONE_NODE");
    assertThat(reason(second).message()).contains("on one node with disk=ssd");
    assertThat(reason(third).message()).startsWith("Waits behind run " + second);
    assertThat(bench.assignments.driver(bench.fence(fond)).orElseThrow().nodeName()).isEqualTo("a");

    ssd.work();
    bench.assignments.stopExecutors(first, List.of(1), "test");
    ssd.work();
    // a core is free where fond would like to be, and second waits for it
    bench.ask(first, 2, 0);
    bench.ask(bench.fence(fond), 1, 4);
    bench.pass.run();
    assertThat(nodes(bench.fence(fond))).containsExactly("a", "a", "a");
    assertThat(bench.runs.attempts(fond).get(0).executorsWaiting())
        .isNotNull()
        .extracting(Reason::message)
        .asString()
        .contains("for which nobody waits whose turn comes first");
  }

  private void addJob(
      String name,
      NodeSelector driver,
      NodeSelector executor,
      int executors,
      PlacementStrategy placement) {
    bench.addJob(
        name,
        new JobSpec.Driver(1000, GIB, driver),
        new JobSpec.Executor(executors, 1, GIB, executor),
        placement);
  }

  private static NodeSelector selector(String label, String value) {
    return new NodeSelector(Map.of(label, value), Map.of());
  }

  private long run(String job, int executors) {
    UUID run = bench.submit(job);
    bench.pass.run();
    bench.ask(bench.fence(run), 1, executors);
    bench.pass.run();
    return bench.fence(run);
  }

  private List<String> nodes(long fence) {
    return bench.assignments.executors(fence).stream()
        .filter(executor -> !executor.state().isTerminal())
        .map(ExecutorProcess::nodeName)
        .toList();
  }

  private Reason reason(UUID run) {
    return Objects.requireNonNull(bench.runs.get(run).run().reason());
  }
}
