package io.stoker.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stoker.cluster.ReportStore.Open;
import io.stoker.placement.Placement;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.dao.DuplicateKeyException;

/**
 * The last guards, in statements and indexes, which the ones above them hide from every caller.
 * Each test goes red when its one guard is taken out.
 */
class StatementGuardTest {
  private static final ProcessExit LOST = new ProcessExit(null, ProcessExit.LOST, "x");

  private final ClusterBench bench = ClusterBench.start();
  private ReportStore store;
  private FakeNode node;
  private long fence;

  @BeforeEach
  void aDriverThatRuns() {
    store = bench.part(ReportStore.class);
    node = bench.node("a", 8, 32 * ClusterBench.GIB);
    bench.addJob("delays", 1);
    UUID run = bench.submit("delays");
    bench.pass.run();
    fence = bench.fence(run);
    node.work();
  }

  @AfterEach
  void close() {
    bench.close();
  }

  /** I6: a report that was overtaken while it was being taken. */
  @Test
  void anOvertakenReportRecordsNothing() {
    Open open = store.openOn(node.id()).get(0);
    Report overtaken = latest();
    node.report();

    assertThat(store.record(open, exited(open), overtaken)).isFalse();
    assertThat(store.loseVanished(open, overtaken, LOST)).isFalse();
    assertThat(bench.state(open.id())).isEqualTo("RUNNING");
    assertThat(store.record(open, exited(open), latest())).isTrue();
  }

  /** I12: what has ended, and given its room back, does not end again. */
  @Test
  void anEndedProcessIsNotRecordedFromWhereItWas() {
    Open open = store.openOn(node.id()).get(0);
    node.exit(open.id(), new ProcessExit(0, ProcessExit.EXITED, null));
    node.report();

    assertThat(store.record(open, exited(open), latest())).isFalse();
    assertThat(store.loseVanished(open, latest(), LOST)).isFalse();
  }

  /** I12: the unique index of drivers. */
  @Test
  void anAttemptCannotHaveTwoDrivers() {
    ProcessNeed need = new ProcessNeed(1000, ClusterBench.GIB, ClusterBench.GIB);

    assertThatThrownBy(
            () ->
                bench.assignments.assignDriver(
                    fence, node.id(), need, new PlacementNeed(need, Placement.ANYWHERE), 0))
        .isInstanceOf(DuplicateKeyException.class)
        .hasMessageContaining("assignment_driver");
  }

  private Report latest() {
    long number =
        bench
            .jdbc
            .sql("select report_number from node where id = :id")
            .param("id", node.id())
            .query(Long.class)
            .single();
    return new Report(node.epoch(), number, true, List.of(), null, null);
  }

  private static ReportedProcess exited(Open open) {
    return new ReportedProcess(
        open.id(),
        AssignmentState.EXITED,
        null,
        new ProcessExit(1, ProcessExit.EXITED, null),
        null);
  }
}
