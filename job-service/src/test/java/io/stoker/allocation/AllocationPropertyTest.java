package io.stoker.allocation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** Random histories of a cluster; the seed is in the failure's message and can be set. */
class AllocationPropertyTest {
  private static final int STEPS = Integer.getInteger("stoker.test.steps", 150);
  private static final long SEED = Long.getLong("stoker.test.seed", System.nanoTime());

  @Test
  void capacityIsNeverExceededNeverLeaksAndNobodyStarves() {
    assertThat(RandomTrial.run(SEED, STEPS).outcomes().runs()).isPositive();
  }

  @Test
  void racingPassesNeverExceedCapacity() throws Exception {
    try (RandomCluster cluster = new RandomCluster(SEED)) {
      ExecutorService threads = Executors.newFixedThreadPool(4);
      CapacityChecks capacity = new CapacityChecks(cluster);
      // whether another one was full cannot be told while others submit
      List<JobKind> kinds =
          cluster.kinds().stream().filter(kind -> !kind.queue().equals("poor")).toList();
      Callable<Void> server =
          () -> {
            cluster.submit(cluster.any(kinds));
            cluster.bench.pass.run();
            cluster.submit(cluster.any(kinds));
            cluster.bench.pass.run();
            return null;
          };
      for (int round = 0; round < 25; round++) {
        for (Future<Void> done : threads.invokeAll(List.of(server, server, server, server))) {
          done.get();
        }
        capacity.check();
        cluster.work();
        cluster.runs().stream()
            .filter(cluster.bench::hasDriver)
            .forEach((UUID run) -> cluster.bench.runs.cancel(run, "ada"));
        cluster.work();
      }
      threads.shutdown();
    }
  }
}
