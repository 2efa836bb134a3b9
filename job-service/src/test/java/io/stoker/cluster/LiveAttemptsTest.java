package io.stoker.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.stoker.job.JobSpec;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What executors wrote is kept on their nodes while their attempt is live. */
class LiveAttemptsTest {
  private final ClusterBench bench = ClusterBench.start();
  private FakeNode drivers;
  private FakeNode executors;
  private UUID run;
  private long fence;

  /** Executors have a machine of their own. */
  @BeforeEach
  void aRunWithTwoExecutors() {
    drivers = bench.node("a", 3, 32 * ClusterBench.GIB);
    bench.addJob(
        "delays",
        new JobSpec.Driver(3000, ClusterBench.GIB),
        new JobSpec.Executor(2, 1, ClusterBench.GIB));
    executors = bench.node("b", 2, 32 * ClusterBench.GIB);
    run = bench.submit("delays");
    bench.pass.run();
    drivers.work();
    fence = bench.fence(run);
    bench.ask(fence, 1, 2);
    bench.pass.run();
  }

  @AfterEach
  void close() {
    bench.close();
  }

  @Test
  void onlyNodesThatHadAnExecutorKeepAnything() {
    executors.work();
    assertThat(executors.kept()).containsExactly(fence);
    drivers.work();
    assertThat(drivers.kept()).isEmpty();
  }

  @Test
  void filesOutliveTheLastExecutor() {
    executors.work();
    endExecutors();
    assertThat(executors.fetch()).isEmpty();
    assertThat(executors.kept()).containsExactly(fence);
  }

  /** A node that has nothing to end must learn that it has something to delete. */
  @Test
  void theEndOfTheAttemptWakesNodesWhoseExecutorsHaveEnded() {
    executors.work();
    endExecutors();
    long version = version();
    bench.assignments.stopAttempt(fence, "It is over.");
    assertThat(version()).isGreaterThan(version);
    bench.jdbc.sql("update attempt set state = 'FAILED', finished_at = clock_timestamp()").update();
    assertThat(executors.kept()).isEmpty();
  }

  @Test
  void aCommittedAttemptKeepsNothingAndWakesToo() {
    executors.work();
    endExecutors();
    long version = version();
    bench.assignments.finishAttempt(fence, "The result is committed.");
    assertThat(version()).isGreaterThan(version);
    bench
        .jdbc
        .sql("update attempt set state = 'COMMITTED', finished_at = clock_timestamp()")
        .update();
    assertThat(executors.kept()).isEmpty();
  }

  /** Else a node could not be emptied before the runs are over that it had executors of. */
  @Test
  void aDrainedNodeKeepsFilesOnlyUntilTheLastExecutorHasHandedItsBlocksOn() {
    executors.work();
    bench
        .part(Drains.class)
        .drain(executors.id(), new Drain.Order(null, Drain.Drivers.WAIT, null, false));
    assertThat(executors.kept()).as("they hand their blocks on").containsExactly(fence);
    long version = version();
    endExecutors();
    bench.duty("drains");
    assertThat(version()).as("it is woken to delete them").isGreaterThan(version);
    assertThat(executors.kept()).isEmpty();
  }

  /** Their driver must hear of it before they go: it had better not look for them there. */
  @Test
  void filesOfExecutorsThatEndedBeforeTheDrainGoWhenTheirDriverIsTold() {
    executors.work();
    endExecutors();
    bench
        .jdbc
        .sql("update node set state = 'DRAINING' where id = :id")
        .param("id", executors.id())
        .update();
    assertThat(executors.kept()).containsExactly(fence);
    bench
        .part(Drains.class)
        .drain(executors.id(), new Drain.Order(null, Drain.Drivers.WAIT, null, false));
    assertThat(bench.assignments.executors(fence))
        .allSatisfy(executor -> assertThat(executor.decommissionReason()).isNotNull());
    assertThat(executors.kept()).isEmpty();
  }

  private void endExecutors() {
    for (UUID process : executors.running()) {
      executors.exit(process, new ProcessExit(0, ProcessExit.EXITED, null));
    }
    bench.ask(fence, 2, 0);
    executors.report();
  }

  private long version() {
    return bench.nodeStore.desiredVersion(executors.id(), executors.epoch());
  }
}
