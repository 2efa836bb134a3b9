package io.stoker.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.stoker.memory.MemoryFigures;
import io.stoker.memory.MemoryReport;
import io.stoker.memory.MemoryUse;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What nodes say of the memory of their processes. */
class MemoryUsesTest {
  private final ClusterBench bench = ClusterBench.start();
  private MemoryUseStore uses;
  private FakeNode node;
  private UUID driver;
  private long fence;

  @BeforeEach
  void aDriverThatRuns() {
    uses = bench.part(MemoryUseStore.class);
    node = bench.node("a", 8, 32 * ClusterBench.GIB);
    bench.addJob("delays", 1);
    UUID run = bench.submit("delays");
    bench.pass.run();
    fence = bench.fence(run);
    node.work();
    driver = node.running().get(0);
  }

  @AfterEach
  void close() {
    bench.close();
  }

  @Test
  void theLastAndTheHighestAreKept() {
    node.uses(driver, 500, 900);
    node.report();
    node.uses(driver, 300, 400);
    node.report();
    assertThat(latest().latest().rssBytes()).isEqualTo(300);
    assertThat(latest().peak().rssBytes()).isEqualTo(900);
  }

  @Test
  void whatTheDriverSaysStandsBesideIt() {
    node.uses(driver, 500, 900);
    node.report();
    MemoryFigures heap =
        new MemoryFigures(7L, null, null, null, null, null, null, null, 3L, null, null);
    uses.tell(fence, List.of(new MemoryReport(null, heap, heap)));
    assertThat(latest().latest())
        .isEqualTo(new MemoryFigures(7L, null, null, null, null, null, null, 500L, 3L, null, null));
    assertThat(latest().peak())
        .isEqualTo(new MemoryFigures(7L, null, null, null, null, null, null, 900L, 3L, null, null));
  }

  /** I6: goes red without the latest report's number, or the node's id, in the statement. */
  @Test
  void anOvertakenReportAndAForeignNodeChangeNothing() {
    Report overtaken = node.saying(driver, 500, 900);
    node.report();
    uses.tell(node.id(), overtaken);
    assertThat(uses.of(fence)).isEqualTo(MemoryUses.OfAttempt.NONE);

    FakeNode other = bench.node("b", 8, 32 * ClusterBench.GIB);
    other.report();
    uses.tell(other.id(), other.saying(driver, 500, 900));
    assertThat(uses.of(fence)).isEqualTo(MemoryUses.OfAttempt.NONE);
    uses.tell(node.id(), node.saying(driver, 500, 900));
    assertThat(latest().peak().rssBytes()).isEqualTo(900);
  }

  private MemoryUse latest() {
    MemoryUse use = uses.of(fence).driver();
    assertThat(use).isNotNull();
    return use;
  }
}
