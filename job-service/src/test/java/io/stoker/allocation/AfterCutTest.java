package io.stoker.allocation;

import static io.stoker.cluster.ClusterBench.GIB;
import static org.assertj.core.api.Assertions.assertThat;

import io.stoker.cluster.ClusterBench;
import io.stoker.cluster.ClusterSettings;
import io.stoker.cluster.FakeNode;
import io.stoker.run.Progress;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * A cut between the platform and the two nodes of a run, with an executor on each, which are heard
 * again in any order.
 */
class AfterCutTest {
  private static final int CUT = 60;

  private final ClusterBench bench = ClusterBench.start();
  private FakeNode driverNode;
  private FakeNode executorNode;
  private long fence;
  private long number;

  @BeforeEach
  void aRunOnTwoNodes() {
    driverNode = bench.node("a", 2, 64 * GIB);
    bench.addJob("sums", 1);
    UUID run = bench.submit("sums");
    bench.pass.run();
    fence = bench.fence(run);
    driverNode.work();
    executorNode = bench.node("b", 4, 64 * GIB);
    bench.ask(fence, 1, 2);
    bench.pass.run();
    driverNode.work();
    executorNode.work();
    assertThat(executorNode.running()).hasSize(1);
    driverSpeaks();
  }

  @AfterEach
  void close() {
    bench.close();
  }

  /** Goes red when a driver that is back first gets anew what its nodes have. */
  @Test
  void aDriverThatIsHeardAgainFirstWaitsForItsNodes() {
    bench.ticks(CUT);
    bench.duty("unreachable nodes");
    driverNode.report();
    FakeNode other = bench.node("c", 4, 64 * GIB);
    driverSpeaks();
    bench.pass.run();
    seconds(15);
    other.work();
    assertThat(other.running()).isEmpty();

    executorNode.work();
    seconds(30);
    other.work();
    assertThat(other.running()).isEmpty();
    assertThat(executorNode.running()).hasSize(1);
  }

  @Test
  void whoIsNotBackSoonIsReplaced() {
    bench.ticks(CUT);
    bench.duty("unreachable nodes");
    driverNode.report();
    FakeNode other = bench.node("c", 4, 64 * GIB);
    driverSpeaks();
    seconds(21);
    other.work();
    assertThat(other.running()).hasSize(1);
  }

  /** A machine died, and its executors are replaced at once. */
  @Test
  void aDriverThatWasHeardAllTheTimeWaitsForNobody() {
    FakeNode other = bench.node("c", 4, 64 * GIB);
    seconds(ClusterSettings.DEFAULTS.unreachableAfterTicks() + 1);
    driverNode.report();
    other.report();
    bench.duty("unreachable nodes");
    seconds(1);
    other.work();
    assertThat(other.running()).hasSize(1);
  }

  /** So many in which the driver is heard, and the pass comes round. */
  private void seconds(int seconds) {
    for (int i = 0; i < seconds; i++) {
      bench.ticks(1);
      driverSpeaks();
      bench.pass.run();
    }
  }

  private void driverSpeaks() {
    Progress progress = new Progress(Instant.EPOCH, 0, 0, 0, 0, 0, 0, 0, 0, 0, List.of());
    bench.attempts.progress(fence, ++number, progress, Map.of());
  }
}
