package io.stoker.allocation;

import static io.stoker.cluster.ClusterBench.GIB;
import static org.assertj.core.api.Assertions.assertThat;

import io.stoker.cluster.ClusterBench;
import io.stoker.cluster.FakeNode;
import io.stoker.cluster.ProcessExit;
import io.stoker.cluster.TaskCounts;
import io.stoker.error.ErrorCode;
import io.stoker.error.StokerException;
import io.stoker.run.Progress;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Users, drivers, nodes and passes all at once: nobody may wait for each other in a ring. */
class LockOrderTest {
  private static final int ROUNDS = 60;

  private final ClusterBench bench = ClusterBench.start();
  private final List<UUID> runs = new CopyOnWriteArrayList<>();
  private final AtomicLong numbers = new AtomicLong();

  @AfterEach
  void close() {
    bench.close();
  }

  @Test
  void thereIsNoDeadlock() throws Exception {
    bench.addJob("delays", 3);
    FakeNode a = bench.node("a", 8, 32 * GIB);
    FakeNode b = bench.node("b", 8, 32 * GIB);
    ExecutorService threads = Executors.newFixedThreadPool(6);
    List<Callable<Void>> parts =
        List.of(
            rounds(() -> node(a)),
            rounds(() -> node(b)),
            rounds(bench.pass::run),
            rounds(bench.pass::run),
            rounds(this::user),
            rounds(this::drivers));
    for (Future<Void> part : threads.invokeAll(parts)) {
      part.get();
    }
    threads.shutdown();
    assertThat(
            bench
                .jdbc
                .sql("select deadlocks from pg_stat_database where datname = current_database()")
                .query(Long.class)
                .single())
        .isZero();
  }

  private void node(FakeNode node) {
    node.work();
    List<UUID> running = node.running();
    if (!running.isEmpty()) {
      int one = new Random().nextInt(running.size());
      node.exit(running.get(one), new ProcessExit(1, ProcessExit.EXITED, null));
      node.report();
    }
  }

  private void user() {
    runs.add(bench.submit("delays"));
    if (runs.size() > 3) {
      UUID oldest = runs.remove(0);
      try {
        bench.runs.cancel(oldest, "ada");
      } catch (StokerException e) {
        // it has failed, since its drivers were killed too often
        assertThat(e.code()).isEqualTo(ErrorCode.CONFLICT);
      }
    }
  }

  private void drivers() {
    for (UUID run : new ArrayList<>(runs)) {
      if (bench.hasDriver(run)) {
        long fence = bench.fence(run);
        long number = numbers.incrementAndGet();
        bench.ask(fence, number, 3);
        Progress progress = new Progress(Instant.EPOCH, 0, 0, 0, 0, 0, 0, 0, 0, 0, List.of());
        TaskCounts counts = new TaskCounts(true, 1, (int) number, 0);
        bench.attempts.progress(fence, number, progress, Map.of(1, counts, 2, counts, 3, counts));
        bench.attempts.killExecutors(fence, List.of(1 + (int) number % 3), "idle");
      }
    }
  }

  private static Callable<Void> rounds(Runnable part) {
    return () -> {
      for (int round = 0; round < ROUNDS; round++) {
        part.run();
      }
      return null;
    };
  }
}
