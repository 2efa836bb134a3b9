package io.stoker.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.stoker.cluster.MemoryUses;
import io.stoker.cluster.ProcessNeed;
import io.stoker.memory.CachedData;
import io.stoker.memory.MemoryFigures;
import io.stoker.memory.MemoryReport;
import io.stoker.memory.MemoryUse;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class MemoryReportsTest {
  private static final CachedData TABLE = new CachedData(4, "flights", "Memory", 2, 2, 90, 0, 90);

  private final Bench bench = Bench.start();
  private final MemoryReports reports = bench.part(MemoryReports.class);

  @AfterAll
  void close() {
    bench.close();
  }

  @Test
  void keepsWhatDriverAndExecutorsUse() {
    long fence = withExecutor();
    assertThat(reports.uses(fence)).isEqualTo(MemoryUses.OfAttempt.NONE);
    assertThat(reports.cached(fence)).isEmpty();

    assertThat(
            reports.take(
                fence, 1, List.of(report(null, 70, 80), report(1, 50, 60)), List.of(TABLE)))
        .isTrue();

    MemoryUses.OfAttempt uses = reports.uses(fence);
    assertThat(uses.driver()).extracting(MemoryUse::latest).isEqualTo(heap(70));
    assertThat(uses.driver()).extracting(MemoryUse::peak).isEqualTo(heap(80));
    assertThat(uses.executors().get(1)).extracting(MemoryUse::peak).isEqualTo(heap(60));
    assertThat(uses.highest()).isEqualTo(heap(60));
    assertThat(reports.cached(fence)).containsExactly(TABLE);
  }

  /** The servers know nothing that is not in the database, so neither end of one loses a peak. */
  @Test
  void noServerAndNoRestartLowersAPeak() {
    long fence = withExecutor();
    reports.take(fence, 1, List.of(report(1, 500, 900)), List.of(TABLE));
    try (Bench other = bench.anotherServer()) {
      MemoryReports there = other.part(MemoryReports.class);
      assertThat(there.uses(fence).executors().get(1))
          .extracting(MemoryUse::peak)
          .isEqualTo(heap(900));
      there.take(fence, 2, List.of(report(1, 300, 400)), List.of());
    }
    MemoryUse use = reports.uses(fence).executors().get(1);
    assertThat(use).isNotNull();
    assertThat(use.latest()).isEqualTo(heap(300));
    assertThat(use.peak()).isEqualTo(heap(900));
    assertThat(reports.cached(fence)).isEmpty();
  }

  @Test
  void anOlderReportChangesNothing() {
    long fence = withExecutor();
    reports.take(fence, 5, List.of(report(1, 100, 100)), List.of(TABLE));
    assertThat(reports.take(fence, 4, List.of(report(1, 800, 800)), List.of())).isTrue();
    assertThat(reports.take(fence, 5, List.of(report(1, 800, 800)), List.of())).isTrue();
    assertThat(reports.uses(fence).highest()).isEqualTo(heap(100));
    assertThat(reports.cached(fence)).containsExactly(TABLE);
  }

  /** I6: goes red when a statement does not ask for a live attempt. */
  @Test
  void aStaleFenceChangesNothing() {
    long stale = withExecutor();
    reports.take(stale, 1, List.of(report(null, 1, 1), report(1, 100, 100)), List.of(TABLE));
    MemoryUses.OfAttempt before = reports.uses(stale);
    bench.driverExits(stale, 137);

    assertThat(reports.take(stale, 2, List.of(report(1, 800, 800)), List.of())).isFalse();
    // the guard below, which the one above hides
    bench.part(MemoryUses.class).tell(stale, List.of(report(1, 800, 800)));

    assertThat(reports.uses(stale)).isEqualTo(before);
    assertThat(reports.cached(stale)).containsExactly(TABLE);
  }

  @Test
  void nobodySpeaksForAnothersExecutor() {
    long mine = withExecutor();
    long other = withExecutor();
    reports.take(mine, 1, List.of(report(1, 100, 100), report(2, 100, 100)), List.of());
    assertThat(reports.uses(other)).isEqualTo(MemoryUses.OfAttempt.NONE);
    assertThat(reports.uses(mine).executors()).containsOnlyKeys(1);
  }

  /** What a driver says after its commit comes too late and harms nothing. */
  @Test
  void whatWasUsedStaysWithTheResult() {
    long fence = withExecutor();
    reports.take(fence, 1, List.of(report(1, 100, 100)), List.of(TABLE));
    bench.attempts.commit(fence, bench.manifest(fence));
    assertThat(reports.take(fence, 2, List.of(report(1, 900, 900)), List.of())).isTrue();
    assertThat(reports.uses(fence).highest()).isEqualTo(heap(100));
    assertThat(reports.cached(fence)).containsExactly(TABLE);
  }

  private long withExecutor() {
    long fence = bench.running();
    ProcessNeed need = new ProcessNeed(1000, 1L << 30, 1L << 30);
    bench.inTransaction(() -> bench.assignments.assignExecutor(fence, Bench.NODE, 1, 0, need));
    return fence;
  }

  private static MemoryReport report(@Nullable Integer executor, long latest, long peak) {
    return new MemoryReport(executor, heap(latest), heap(peak));
  }

  private static MemoryFigures heap(long bytes) {
    return new MemoryFigures(bytes, null, null, null, null, null, null, null, null, null, null);
  }
}
