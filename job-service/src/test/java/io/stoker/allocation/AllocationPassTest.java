package io.stoker.allocation;

import static io.stoker.cluster.ClusterBench.GIB;
import static io.stoker.cluster.ClusterBench.MIB;
import static org.assertj.core.api.Assertions.assertThat;

import io.stoker.cluster.ClusterBench;
import io.stoker.cluster.ExecutorProcess;
import io.stoker.cluster.FakeNode;
import io.stoker.cluster.PlacementNeed;
import io.stoker.cluster.ProcessExit;
import io.stoker.cluster.ProcessNeed;
import io.stoker.job.JobSpec;
import io.stoker.placement.NodeSelector;
import io.stoker.placement.Placement;
import io.stoker.run.Reason;
import io.stoker.run.RunEvent;
import io.stoker.run.RunState;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AllocationPassTest {
  private final ClusterBench bench = ClusterBench.start();

  @AfterEach
  void close() {
    bench.close();
  }

  @Test
  void executorsAreSpreadOverNodes() {
    FakeNode a = bench.node("a", 4, 16 * GIB);
    FakeNode b = bench.node("b", 4, 16 * GIB);
    long fence = running("delays", 4);
    assertThat(executors(fence))
        .extracting(ExecutorProcess::executorId)
        .containsExactly(1, 2, 3, 4);
    assertThat(executors(fence).stream().filter(e -> e.nodeId().equals(a.id()))).hasSize(2);
    assertThat(executors(fence).stream().filter(e -> e.nodeId().equals(b.id()))).hasSize(2);
  }

  @Test
  void excludedHostsAndOtherRuntimesGetNoExecutor() {
    bench.node("a", 4, 16 * GIB);
    bench.node("b", 4, 16 * GIB);
    FakeNode c = bench.node("c", 1, 16 * GIB);
    bench.jdbc.sql("update node set runtime_digest = 'other' where name = 'b'").update();
    bench.jdbc.sql("update node set cores_milli = 1000 where name = 'b'").update();
    bench.addJob("delays", 3);
    long fence = start("delays");
    bench.ask(fence, 1, 3, Set.of("a.test"));
    bench.pass.run();
    assertThat(executors(fence)).extracting(ExecutorProcess::nodeId).containsExactly(c.id());
    assertThat(waiting(fence))
        .isEqualTo(
            "2 of 3 executors wait. One needs 1 core and 1408 MiB on one node other than a.test;"
                + " the most that is free is 0 cores and 14976 MiB on c.");
  }

  @Test
  void aDriverComesOnlyWhereAnExecutorFitsBesideIt() {
    bench.node("a", 1, 16 * GIB);
    bench.node("b", 2, 16 * GIB);
    bench.addJob("first", 1);
    bench.addJob("second", 1);
    UUID first = bench.submit("first");
    UUID second = bench.submit("second");
    bench.pass.run();
    assertThat(bench.hasDriver(first)).isTrue();
    // one core is free, but it is held for the first run's executor
    assertThat(bench.hasDriver(second)).isFalse();
    assertThat(reason(second).code()).isEqualTo("WAITING_FOR_1_CORES_ON_ONE_NODE");
    assertThat(reason(second).message())
        .isEqualTo(
            "The driver would fit on b, but then an executor needs 1 core and 1408 MiB on one node;"
                + " the most that is free is 0 cores and 14976 MiB on a. It is number 1 in queue"
                + " default.");
    bench.ask(bench.fence(first), 1, 1);
    bench.pass.run();
    assertThat(executors(bench.fence(first))).hasSize(1);
  }

  @Test
  void nobodyOvertakesTheOldestRunThatWaits() {
    bench.node("a", 4, 16 * GIB);
    bench.addJob("small", 1);
    bench.addJob("big", new JobSpec.Driver(1000, GIB), new JobSpec.Executor(1, 3, GIB));
    bench.submit("small");
    UUID big = bench.submit("big");
    UUID small = bench.submit("small");
    bench.pass.run();
    assertThat(bench.hasDriver(big)).isFalse();
    assertThat(bench.hasDriver(small)).isFalse();
    assertThat(reason(small).message())
        .isEqualTo(
            "Waits behind run %s of big, which came first and waits for capacity. It is number 2 in"
                + " queue default.",
            big);
  }

  /** Else an endless backlog of the newer one would take each core that becomes free. */
  @Test
  void aNewerRunGrowsNoMoreWhileAnOlderOneWaits() {
    bench.node("a", 4, 16 * GIB);
    bench.addJob("older", new JobSpec.Driver(1000, GIB), new JobSpec.Executor(1, 2, GIB));
    UUID older = bench.submit("older");
    bench
        .jdbc
        .sql(
            "update run set state = 'RETRY_WAIT', next_attempt_at = clock_timestamp() + interval '1 hour'")
        .update();
    long newer = running("newer", 1);
    bench
        .jdbc
        .sql("update run set next_attempt_at = clock_timestamp() where state = 'RETRY_WAIT'")
        .update();
    bench.ask(newer, 2, 4);
    bench.pass.run();
    assertThat(executors(newer)).hasSize(1);
    assertThat(waiting(newer))
        .contains("one node for which nobody waits whose turn comes first", "there is none now");
    assertThat(bench.hasDriver(older)).isFalse();
  }

  @Test
  void nobodyWaitsBehindARunThatTheNodesOfNowCannotHold() {
    bench.node("a", 2, 16 * GIB);
    FakeNode large = bench.node("b", 16, 16 * GIB);
    addBigJob();
    bench.addJob("small", 1);
    bench.ticks(21);
    bench.jdbc.sql("update node set state = 'UNREACHABLE' where name = 'b'").update();
    UUID big = bench.submit("big");
    UUID small = bench.submit("small");
    bench.pass.run();
    assertThat(bench.hasDriver(big)).isFalse();
    assertThat(bench.hasDriver(small)).isTrue();
    large.report();
    bench.pass.run();
    assertThat(bench.hasDriver(big)).isTrue();
  }

  @Test
  void anAttemptWithoutAnyExecutorGoesBeforeNewDrivers() {
    bench.addJob(
        "small", new JobSpec.Driver(500, 512 * MIB), new JobSpec.Executor(1, 1, 512 * MIB));
    bench.addJob("first", new JobSpec.Driver(1000, GIB), new JobSpec.Executor(1, 1, 2 * GIB));
    FakeNode busy = bench.node("busy", 2, 16 * GIB);
    long small = start("small");
    bench.ask(small, 1, 1);
    bench.pass.run();
    busy.work();
    bench.node("a", 1, 16 * GIB);
    bench.node("b", 1, 16 * GIB);
    long first = start("first");
    String host = bench.assignments.driver(first).orElseThrow().host();
    // where its executor would have gone
    bench
        .jdbc
        .sql("update node set state = 'UNREACHABLE' where name in ('a', 'b') and host <> :host")
        .param("host", host)
        .update();
    bench.node("narrow", 2, 2 * GIB);
    UUID second = bench.submit("small");
    bench.pass.run();
    assertThat(bench.hasDriver(second)).isFalse();
    assertThat(reason(second).message())
        .isEqualTo(
            "Waits until run %s has an executor for its tasks; it came first. It is number 1 in queue"
                + " default.",
            run(first));
    busy.running().forEach(it -> busy.exit(it, new ProcessExit(0, ProcessExit.EXITED, null)));
    busy.report();
    bench.ask(first, 1, 1, 2 * GIB, Set.of());
    bench.pass.run();
    assertThat(executors(first)).extracting(ExecutorProcess::nodeName).containsExactly("busy");
    assertThat(bench.hasDriver(second)).isTrue();
  }

  @Test
  void aLostExecutorIsReplacedUnderANewId() {
    FakeNode a = bench.node("a", 4, 16 * GIB);
    long fence = running("delays", 1);
    a.work();
    a.exit(executors(fence).get(0).assignmentId(), new ProcessExit(137, ProcessExit.EXITED, null));
    a.report();
    bench.pass.run();
    assertThat(executors(fence)).extracting(ExecutorProcess::executorId).containsExactly(1, 2);
  }

  @Test
  void executorsOfASilentNodeAreReplacedButItsRoomStaysTheirs() {
    bench.node("a", 2, 16 * GIB);
    FakeNode b = bench.node("b", 1, 16 * GIB);
    FakeNode c = bench.node("c", 1, 16 * GIB);
    long fence = running("delays", 2);
    assertThat(executors(fence)).extracting(ExecutorProcess::nodeName).containsExactly("b", "c");
    bench.jdbc.sql("update node set state = 'UNREACHABLE' where name = 'c'").update();
    bench.pass.run();
    assertThat(executors(fence))
        .extracting(ExecutorProcess::nodeName)
        .containsExactly("b", "c", "a");
    assertThat(bench.nodes.get(c.id()).used().executors()).isEqualTo(1);
    assertThat(bench.nodes.get(b.id()).used().executors()).isEqualTo(1);
  }

  @Test
  void executorsThatEndBadlyAgainAndAgainEndTheirAttempt() {
    FakeNode a = bench.node("a", 4, 16 * GIB);
    long fence = running("delays", 1);
    for (int id = 1; id <= 3; id++) {
      a.work();
      ProcessExit exit = new ProcessExit(3, ProcessExit.EXITED, "no such class");
      a.exit(executors(fence).get(id - 1).assignmentId(), exit);
      a.report();
      bench.pass.run();
    }
    assertThat(executors(fence)).hasSize(3);
    assertThat(attemptReason(fence)).startsWith("CRASH_LOOP: 3 executors ended badly.");
    assertThat(attemptReason(fence)).contains("executor 3 on a, exited with code 3: no such class");
    assertThat(runState(fence)).as("another attempt would do the same").isEqualTo("FAILED");
  }

  /** Three kills in three days are none. */
  @Test
  void whatDiedLongAgoIsForgiven() {
    FakeNode a = bench.node("a", 4, 16 * GIB);
    long fence = running("delays", 1);
    endExecutor(a, fence, 1);
    bench.pass.run();
    endExecutor(a, fence, 2);
    bench.jdbc.sql("update assignment set exited_at = exited_at - interval '61 minutes'").update();
    for (int id = 3; id <= 5; id++) {
      bench.pass.run();
      assertThat(runState(fence)).as("after %d", id - 1).isEqualTo("RUNNING");
      endExecutor(a, fence, id);
    }
    bench.pass.run();
    assertThat(attemptReason(fence)).startsWith("CRASH_LOOP: 3 executors ended badly.");
  }

  /** Else the sick node, always the emptiest, would get one after the other. */
  @Test
  void aNodeThatCannotStartWhatItGetsRestsWhileThereAreOthers() {
    bench.node("a", 2, 16 * GIB);
    FakeNode b = bench.node("b", 8, 16 * GIB);
    long fence = running("delays", 1);
    failStart(b, fence, 1);
    bench.pass.run();
    assertThat(executors(fence))
        .extracting(ExecutorProcess::nodeName)
        .as("b is the emptier one")
        .containsExactly("b", "a");
    UUID next = bench.submit("delays");
    bench.pass.run();
    assertThat(bench.hasDriver(next)).isFalse();
    bench.jdbc.sql("update assignment set exited_at = exited_at - interval '31 seconds'").update();
    bench.pass.run();
    assertThat(bench.hasDriver(next)).as("a was full, and b has rested").isTrue();
  }

  /** A job can have them at will. */
  @ParameterizedTest
  @ValueSource(strings = {ProcessExit.SPARK_HOME_INVALID, ProcessExit.MASTER_SECRET_UNUSABLE})
  void whatTheJobIsToBlameForIsNotHeldAgainstTheNode(String cause) {
    FakeNode a = bench.node("a", 8, 16 * GIB);
    bench.addJob("wrong", 1);
    bench.submit("wrong");
    bench.pass.run();
    a.work();
    a.exit(a.running().get(0), new ProcessExit(null, cause, "no such thing"));
    a.report();
    bench.node("b", 2, 16 * GIB);
    long fence = running("delays", 1);
    assertThat(executors(fence)).extracting(ExecutorProcess::nodeName).containsExactly("a");
  }

  @Test
  void aNodeThatCannotStartAnythingIsTriedWhenThereIsNoOtherAndEndsTheAttempt() {
    FakeNode a = bench.node("a", 4, 16 * GIB);
    long fence = running("delays", 1);
    for (int id = 1; id <= 3; id++) {
      assertThat(executors(fence)).hasSize(id);
      failStart(a, fence, id);
      bench.pass.run();
    }
    assertThat(attemptReason(fence)).startsWith("CRASH_LOOP").contains("no space left");
  }

  /** Goes red when any other node counts as a better one. */
  @Test
  void aNodeThatCannotStartAnythingEndsTheAttemptWhenItsExecutorsMayGoNowhereElse() {
    FakeNode a = bench.node("a", 4, 16 * GIB, Map.of("disk", "ssd"));
    bench.node("b", 8, 16 * GIB);
    var onSsd = new NodeSelector(Map.of("disk", "ssd"), Map.of());
    bench.addJob("bound", new JobSpec.Driver(500, GIB), new JobSpec.Executor(1, 1, GIB, onSsd));
    long fence = start("bound");
    bench.ask(fence, 1, 1);
    for (int id = 1; id <= 3; id++) {
      bench.pass.run();
      assertThat(executors(fence)).hasSize(id);
      failStart(a, fence, id);
      bench.jdbc.sql("update assignment set exited_at = exited_at - interval '2 minutes'").update();
    }
    bench
        .jdbc
        .sql("update assignment set exited_at = clock_timestamp() where exited_at is not null")
        .update();
    bench.pass.run();
    assertThat(attemptReason(fence)).startsWith("CRASH_LOOP").contains("no space left");
  }

  /** The run did nothing wrong, so what such a machine ends is not held against it. */
  @Test
  void aMachineThatIsShortOfMemoryRestsTooAndEndsTheAttemptOnlyWhenThereIsNoOther() {
    FakeNode a = bench.node("a", 4, 16 * GIB);
    FakeNode b = bench.node("b", 8, 16 * GIB);
    long fence = running("delays", 1);
    for (int id = 1; id <= 4; id++) {
      FakeNode node = executors(fence).get(id - 1).nodeName().equals("a") ? a : b;
      end(node, fence, id, new ProcessExit(137, ProcessExit.MACHINE_MEMORY, "short of memory"));
      bench.pass.run();
      assertThat(executors(fence)).as("one more after the end of %d", id).hasSize(id + 1);
      bench.jdbc.sql("update assignment set exited_at = exited_at - interval '2 minutes'").update();
    }
    assertThat(executors(fence)).extracting(ExecutorProcess::nodeName).startsWith("b", "a");
    bench.jdbc.sql("update node set state = 'DRAINING' where name = 'b'").update();
    bench
        .jdbc
        .sql("update assignment set exited_at = clock_timestamp() where exited_at is not null")
        .update();
    bench.pass.run();
    assertThat(attemptReason(fence)).startsWith("CRASH_LOOP").contains("short of memory");
  }

  private void failStart(FakeNode node, long fence, int id) {
    end(node, fence, id, new ProcessExit(null, ProcessExit.START_FAILED, "no space left"));
  }

  private void end(FakeNode node, long fence, int id, ProcessExit exit) {
    node.work();
    node.exit(executors(fence).get(id - 1).assignmentId(), exit);
    node.report();
  }

  /** Two drivers on one node, their executors on another, and that one is gone. */
  @Test
  void ofDriversThatAloneFillWhatIsLeftTheNewestGivesWay() {
    FakeNode a = bench.node("a", 2, 16 * GIB);
    bench.node("b", 2, 16 * GIB);
    bench.addJob("delays", 1);
    long first = start("delays");
    long second = start("delays");
    bench.ask(first, 1, 1);
    bench.ask(second, 1, 1);
    bench.pass.run();
    assertThat(List.of(executors(first).size(), executors(second).size())).containsOnly(1);
    bench.jdbc.sql("update node set state = 'UNREACHABLE' where name = 'b'").update();
    for (int tick = 0; tick < 60; tick++) {
      bench.pass.run();
      bench.ticks(1);
      bench.ask(first, 2 + tick, 1);
      bench.ask(second, 2 + tick, 1);
    }
    assertThat(runState(second)).isEqualTo("RUNNING");
    bench.pass.run();
    assertThat(attemptReason(second)).startsWith("NO_ROOM_FOR_EXECUTORS");
    assertThat(runState(first)).isEqualTo("RUNNING");
    a.work();
    a.work();
    bench.pass.run();
    assertThat(executors(first)).extracting(ExecutorProcess::nodeName).containsExactly("b", "a");
  }

  /** Dead with its machine, perhaps: what is started for it dies too, and proves nothing. */
  @Test
  void aSilentDriverGetsNeitherExecutorsNorAVerdict() {
    FakeNode a = bench.node("a", 4, 16 * GIB);
    long fence = running("delays", 1);
    endExecutor(a, fence, 1);
    bench.pass.run();
    endExecutor(a, fence, 2);
    bench.pass.run();
    endExecutor(a, fence, 3);
    bench.ticks(3);
    bench.pass.run();
    assertThat(runState(fence)).isEqualTo("RUNNING");
    endExecutor(a, fence, 4);
    bench.ticks(3);
    bench.pass.run();
    assertThat(executors(fence)).hasSize(4);
    assertThat(runState(fence)).isEqualTo("RUNNING");

    bench.ask(fence, 2, 1);
    bench.pass.run();
    assertThat(attemptReason(fence)).startsWith("CRASH_LOOP");
  }

  private void endExecutor(FakeNode node, long fence, int id) {
    node.work();
    UUID executor = executors(fence).get(id - 1).assignmentId();
    node.exit(executor, new ProcessExit(1, ProcessExit.EXITED, "no driver"));
    node.report();
  }

  /** A machine's death takes wrappers along, a node cut off stops all: that is no crash loop. */
  @ParameterizedTest
  @CsvSource({", UNKNOWN", "143, STOPPED"})
  void executorsThatTheirNodeTookAlongEndNoAttempt(@Nullable Integer code, String cause) {
    FakeNode a = bench.node("a", 4, 16 * GIB);
    long fence = running("delays", 1);
    for (int id = 1; id <= 5; id++) {
      a.work();
      ProcessExit exit = new ProcessExit(code, cause, "It went with its node");
      a.exit(executors(fence).get(id - 1).assignmentId(), exit);
      a.report();
      bench.pass.run();
    }
    assertThat(executors(fence)).hasSize(6);
  }

  @Test
  void withoutAReadyNodeARunSaysSo() {
    bench.addJob("delays", 1);
    UUID run = bench.submit("delays");
    bench.pass.run();
    assertThat(reason(run).code()).isEqualTo("NO_NODE_READY");
    assertThat(reason(run).message()).startsWith("No node has joined.");
    bench.node("a", 4, 16 * GIB);
    bench.jdbc.sql("update node set storage_shared = false").update();
    bench.pass.run();
    assertThat(reason(run).code()).isEqualTo("STORAGE_NOT_SHARED");
    bench.jdbc.sql("update node set state = 'UNREACHABLE'").update();
    bench.pass.run();
    assertThat(reason(run).message()).startsWith("No node is READY: a is UNREACHABLE.");
  }

  @Test
  void aRunThatFitsNoNodeThatHasJoinedFailsWhenItsPatienceIsOver() {
    addBigJob();
    bench.addJob("small", 1);
    UUID big = bench.submit("big");
    bench.pass.run();
    bench.ticks(1000);
    bench.pass.run();
    assertThat(reason(big).code()).as("nobody to compare it with").isEqualTo("NO_NODE_READY");

    bench.node("a", 2, 16 * GIB);
    UUID small = bench.submit("small");
    bench.pass.run();
    assertThat(bench.hasDriver(small)).as("nobody waits behind it").isTrue();
    assertThat(reason(big).code()).isEqualTo("DOES_NOT_FIT");
    assertThat(reason(big).message())
        .contains("one executor needs 8 cores", "a has 2 cores", "within 300 s");
    bench.ticks(299);
    bench.pass.run();
    assertThat(state(big)).isEqualTo(RunState.QUEUED);
    bench.ticks(1);
    bench.pass.run();
    assertThat(state(big)).isEqualTo(RunState.FAILED);
    assertThat(reason(big).code()).isEqualTo("DOES_NOT_FIT");
    assertThat(reason(big).message())
        .contains("one executor needs 8 cores", "a has 2 cores", "No such node has joined");
    assertThat(bench.runs.events(big, 0, 100))
        .extracting(RunEvent::type)
        .containsExactly("RUN_QUEUED", "RUN_WAITING", "RUN_WAITING", "RUN_FAILED");
  }

  /** A big node that is restarted, or joins late, costs no run its life. */
  @Test
  void aSilentNodeThatIsBigEnoughIsWaitedFor() {
    addBigJob();
    UUID big = bench.submit("big");
    bench.node("a", 2, 16 * GIB);
    bench.pass.run();
    bench.ticks(299);
    FakeNode large = bench.node("b", 16, 16 * GIB);
    bench.jdbc.sql("update node set state = 'UNREACHABLE' where name = 'b'").update();
    bench.pass.run();
    assertThat(reason(big).code()).isEqualTo("WAITING_FOR_8_CORES_ON_ONE_NODE");
    bench.ticks(10_000);
    bench.pass.run();
    assertThat(state(big)).isEqualTo(RunState.QUEUED);

    bench.nodes.remove(large.id());
    bench.pass.run();
    bench.ticks(299);
    bench.pass.run();
    assertThat(state(big)).as("its patience began anew").isEqualTo(RunState.QUEUED);
    bench.node("c", 16, 16 * GIB);
    bench.pass.run();
    assertThat(bench.hasDriver(big)).isTrue();
  }

  /** User code holds a driver's token; what it asks for is its own matter. */
  @Test
  void aDemandThatNoNodeCanMeetStopsNobodyElse() {
    bench.node("a", 4, 16 * GIB);
    bench.addJob("greedy", 1);
    bench.addJob("modest", 1);
    long greedy = start("greedy");
    bench.ask(greedy, 1, 1000, Long.MAX_VALUE - 384 * MIB, Set.of());
    long modest = start("modest");
    bench.ask(modest, 1, 1);
    bench.pass.run();
    assertThat(executors(greedy)).isEmpty();
    assertThat(waiting(greedy)).startsWith("1000 of 1000 executors wait.");
    assertThat(executors(modest)).hasSize(1);
  }

  private void addBigJob() {
    bench.addJob("big", new JobSpec.Driver(1000, GIB), new JobSpec.Executor(1, 8, GIB));
  }

  private RunState state(UUID run) {
    return bench.runs.get(run).run().state();
  }

  @Test
  void whatNeverFitsIsToldWithItsArithmetic() {
    PlacementNeed driver =
        new PlacementNeed(new ProcessNeed(1000, GIB, GIB + 384 * MIB), Placement.ANYWHERE);
    PlacementNeed executor =
        new PlacementNeed(new ProcessNeed(2000, GIB, GIB + 384 * MIB), Placement.ANYWHERE);
    assertThat(bench.capacity.whyNever("default", driver, executor)).isEmpty();
    bench.node("a", 2, 2 * GIB);
    assertThat(bench.capacity.whyNever("default", driver, executor).orElseThrow().message())
        .contains("needs 1 core and 1408 MiB")
        .contains("one executor needs 2 cores and 1408 MiB")
        .contains("a has 2 cores and 2048 MiB");
    bench.node("b", 1, 2 * GIB);
    assertThat(bench.capacity.whyNever("default", driver, executor)).isEmpty();
  }

  private long start(String job) {
    UUID run = bench.submit(job);
    bench.pass.run();
    return bench.fence(run);
  }

  /** A run whose driver has asked for executors and got them. */
  private long running(String job, int executors) {
    bench.addJob(job, executors);
    long fence = start(job);
    bench.ask(fence, 1, executors);
    bench.pass.run();
    return fence;
  }

  private UUID run(long fence) {
    return bench
        .jdbc
        .sql("select run_id from attempt where fence = :fence")
        .param("fence", fence)
        .query(UUID.class)
        .single();
  }

  private List<ExecutorProcess> executors(long fence) {
    return bench.assignments.executors(fence);
  }

  private Reason reason(UUID run) {
    return java.util.Objects.requireNonNull(bench.runs.get(run).run().reason());
  }

  private @Nullable String waiting(long fence) {
    return bench
        .jdbc
        .sql("select executors_waiting from attempt where fence = :fence")
        .param("fence", fence)
        .query(String.class)
        .single();
  }

  private String runState(long fence) {
    return bench
        .jdbc
        .sql("select state from run where id = (select run_id from attempt where fence = :fence)")
        .param("fence", fence)
        .query(String.class)
        .single();
  }

  private String attemptReason(long fence) {
    return bench
        .jdbc
        .sql("select reason_code || ': ' || reason_message from attempt where fence = :fence")
        .param("fence", fence)
        .query(String.class)
        .single();
  }
}
