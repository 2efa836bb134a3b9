package io.stoker.allocation;

import static io.stoker.cluster.ClusterBench.GIB;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.stoker.cluster.ClusterBench;
import io.stoker.cluster.FakeNode;
import io.stoker.queue.Queue;
import io.stoker.queue.QueueSpec;
import io.stoker.queue.QueueUse;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * Shares measured against shares promised: three nodes, five queues, twenty runs that all want more
 * than there is. What it prints stands in {@code docs/queues.md}.
 */
class SharesMeasuredTest {
  private static final int CORES = 32;
  private static final Map<String, Integer> PROMISED = promised();

  private final ClusterBench bench = ClusterBench.start();
  private final List<FakeNode> nodes = new ArrayList<>();
  private final Map<String, List<UUID>> runs = new LinkedHashMap<>();
  private long version;

  @AfterEach
  void close() {
    bench.close();
  }

  private static Map<String, Integer> promised() {
    Map<String, Integer> shares = new LinkedHashMap<>();
    shares.put("etl", 40);
    shares.put("reports", 25);
    shares.put("science", 15);
    shares.put("adhoc", 10);
    shares.put("default", 10);
    return shares;
  }

  @Test
  void queuesGetWhatTheyWerePromised() {
    for (String name : List.of("n1", "n2", "n3")) {
      nodes.add(bench.node(name, CORES, 128 * GIB));
    }
    PROMISED.forEach(
        (queue, share) -> {
          if (queue.equals("default")) {
            bench.change(new QueueSpec(queue, share * 1000, null, null, 0, null, null));
          } else {
            bench.addQueue(queue, share, 0);
          }
          bench.addJobIn(queue, 1);
        });
    for (int i = 0; i < 4; i++) {
      PROMISED.keySet().forEach(this::submit);
    }
    settle();
    Map<String, Double> all = parts();
    runs.getOrDefault("etl", List.of()).forEach(run -> bench.runs.cancel(run, "ada"));
    settle();
    Map<String, Double> withoutEtl = parts();
    print(all, withoutEtl);

    // a process is 1 of 96 cores
    PROMISED.forEach(
        (queue, share) -> {
          assertThat(of(all, queue)).as(queue).isCloseTo((double) share, within(1.1));
          if (!queue.equals("etl")) {
            assertThat(of(withoutEtl, queue)).as(queue).isCloseTo(share / 0.6, within(1.1));
          }
        });
  }

  private void submit(String queue) {
    runs.computeIfAbsent(queue, any -> new ArrayList<>()).add(bench.submit(queue));
  }

  /** Passes, drivers and nodes until nothing changes any more. */
  private void settle() {
    Map<String, Double> before = Map.of();
    Map<String, Double> now = parts();
    while (!now.equals(before)) {
      bench.pass.run();
      nodes.forEach(FakeNode::work);
      nodes.forEach(FakeNode::work);
      version++;
      runs.values().stream()
          .flatMap(List::stream)
          .filter(bench::hasDriver)
          .forEach(run -> bench.ask(bench.fence(run), version, 50));
      bench.pass.run();
      before = now;
      now = parts();
    }
  }

  /** Percent of all cores. */
  private Map<String, Double> parts() {
    List<Queue> queues = bench.queues.list(null, 10);
    Map<String, QueueUse> uses = bench.uses.of(queues);
    Map<String, Double> parts = new LinkedHashMap<>();
    uses.forEach(
        (queue, use) -> parts.put(queue, use.coresMilli() / 10.0 / (CORES * nodes.size())));
    return parts;
  }

  private static double of(Map<String, Double> parts, String queue) {
    return Objects.requireNonNull(parts.get(queue));
  }

  private static void print(Map<String, Double> all, Map<String, Double> withoutEtl) {
    System.out.println("| queue | promised | all want more | `etl` has ended |");
    System.out.println("|---|---|---|---|");
    PROMISED.forEach(
        (queue, share) ->
            System.out.printf(
                "| `%s` | %d %% | %.1f %% | %.1f %% |%n",
                queue, share, of(all, queue), of(withoutEtl, queue)));
  }
}
