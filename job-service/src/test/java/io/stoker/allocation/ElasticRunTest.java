package io.stoker.allocation;

import static io.stoker.cluster.ClusterBench.GIB;
import static io.stoker.cluster.ClusterBench.MIB;
import static org.assertj.core.api.Assertions.assertThat;

import io.stoker.cluster.AssignmentState;
import io.stoker.cluster.ClusterBench;
import io.stoker.cluster.ExecutorProcess;
import io.stoker.cluster.FakeNode;
import io.stoker.job.JobSpec;
import io.stoker.placement.NodeSelector;
import io.stoker.run.Demand;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A run whose executors come and go by load. */
class ElasticRunTest {
  private static final JobSpec.Driver DRIVER = new JobSpec.Driver(1000, GIB);

  private final ClusterBench bench = ClusterBench.start();
  private FakeNode node;

  @BeforeEach
  void aNodeOfEightCores() {
    node = bench.node("a", 8, 32 * GIB);
  }

  @AfterEach
  void close() {
    bench.close();
  }

  @Test
  void executorsThatAreGivenBackAreNotReplacedAndComeAgainOnDemand() {
    long fence = started(elastic(0, 4));
    assertThat(running(fence)).isEmpty();
    ask(fence, 1, 3, 0);
    assertThat(running(fence)).containsExactly(1, 2, 3);

    // what Spark says when executors idle: fewer in all, and these
    ask(fence, 2, 0, 0);
    assertThat(running(fence)).as("a lower demand alone ends nobody").containsExactly(1, 2, 3);
    bench.attempts.killExecutors(fence, List.of(1, 2, 3), "Spark needs it no more.");
    node.work();
    bench.pass.run();
    node.work();
    assertThat(running(fence)).isEmpty();
    assertThat(bench.nodes.get(node.id()).used().executors()).isZero();

    ask(fence, 3, 2, 0);
    assertThat(running(fence)).containsExactly(4, 5);
  }

  @Test
  void eachResourceProfileIsCountedByItself() {
    long fence = started(elastic(0, 8));
    ask(fence, 1, 3, 0);
    ask(fence, 2, 3, 2);
    assertThat(running(fence)).as("two of the other profile beside three").hasSize(5);
    ask(fence, 3, 1, 3);
    assertThat(running(fence)).as("too many of one are no reason against the other").hasSize(6);
  }

  /** It would hold its core for ever and do nothing. */
  @Test
  void aDriverThatBeginsWithoutExecutorsComesOnlyWhereOneFits() {
    bench.addJob("filler", 1);
    for (int i = 0; i < 3; i++) {
      bench.submit("filler");
      bench.pass.run();
    }
    bench.addJob("small", DRIVER, new JobSpec.Executor(0, 2, GIB, NodeSelector.ANY, dynamic(0, 4)));
    UUID run = bench.submit("small");
    bench.pass.run();
    assertThat(bench.hasDriver(run))
        .as("with a driver of one core and an executor of two")
        .isFalse();
  }

  private static JobSpec.DynamicAllocation dynamic(int min, int max) {
    return new JobSpec.DynamicAllocation(min, max, Duration.ofMinutes(1), Duration.ofSeconds(1));
  }

  private static JobSpec.Executor elastic(int initial, int max) {
    return new JobSpec.Executor(initial, 1, GIB, NodeSelector.ANY, dynamic(0, max));
  }

  private long started(JobSpec.Executor executor) {
    bench.addJob("elastic", DRIVER, executor);
    UUID run = bench.submit("elastic");
    bench.pass.run();
    node.work();
    return bench.fence(run);
  }

  /** So many of Spark's default profile, and so many of another one. */
  private void ask(long fence, long version, int ofDefault, int ofOther) {
    String url = "spark://CoarseGrainedScheduler@127.0.0.1:1";
    bench.attempts.started(fence, url, null);
    List<Demand.Profile> profiles =
        List.of(
            new Demand.Profile(0, ofDefault, 1, GIB, GIB + 384 * MIB, Map.of()),
            new Demand.Profile(1, ofOther, 1, 2 * GIB, 2 * GIB + 384 * MIB, Map.of()));
    bench.attempts.demand(fence, new Demand(version, url, profiles, List.of(), Map.of(), Set.of()));
    bench.pass.run();
    node.work();
  }

  private List<Integer> running(long fence) {
    return bench.assignments.executors(fence).stream()
        .filter(executor -> executor.state() == AssignmentState.RUNNING)
        .map(ExecutorProcess::executorId)
        .toList();
  }
}
