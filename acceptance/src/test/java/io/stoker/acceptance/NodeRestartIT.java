package io.stoker.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.stoker.acceptance.harness.Cluster;
import io.stoker.acceptance.harness.Service;
import io.stoker.acceptance.harness.SharedCluster;
import java.time.Duration;
import java.util.Set;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;

/** Services of nodes are killed and stopped while a run goes on. */
@ExtendWith(SharedCluster.class)
class NodeRestartIT {
  private final Cluster cluster;

  NodeRestartIT(Cluster cluster) {
    this.cluster = cluster;
  }

  @Test
  void aRunOutlivesNodeServicesThatAreKilledAndStopped() {
    Run run = Run.of(cluster.api(), Jobs.sleepers(36));
    run.await("some tasks are done", seen -> tasksCompleted(seen) >= 2);
    Set<Long> before = sparkProcesses();
    String driverNode = run.items("/attempts").get(0).required("node").asString();
    Service node = cluster.node(Integer.parseInt(driverNode.substring("node-".length())));

    node.kill();
    assertThat(sparkProcesses()).isEqualTo(before);
    start(node, driverNode);
    assertThat(sparkProcesses()).isEqualTo(before);

    node.stop();
    assertThat(sparkProcesses()).as("systemctl restart leaves them alone").isEqualTo(before);
    start(node, driverNode);
    // some may have ended well by now, but none was replaced
    assertThat(sparkProcesses()).isSubsetOf(before);
    run.expectSuccess();

    assertThat(run.get().required("attempts").asInt()).isEqualTo(1);
    assertThat(run.endedExecutors())
        .hasSize(2)
        .allSatisfy(e -> assertThat(e.required("state").asString()).isEqualTo("EXITED"));
    assertThat(run.get("/result").required("manifest").required("totalRows").asInt()).isEqualTo(36);
    assertThat(run.completeLog("driver", "stderr")).contains("StokerBackend");
  }

  private void start(Service service, String node) {
    long epoch = epoch(node);
    service.start();
    Awaitility.await("the node has registered again")
        .atMost(Duration.ofSeconds(90))
        .until(() -> epoch(node) > epoch);
  }

  private static int tasksCompleted(JsonNode run) {
    return run.path("progress").path("tasksCompleted").asInt(0);
  }

  private long epoch(String node) {
    return cluster
        .nodeResources()
        .filter(seen -> seen.required("name").asString().equals(node))
        .mapToLong(seen -> seen.required("epoch").asLong())
        .findFirst()
        .orElseThrow();
  }

  private Set<Long> sparkProcesses() {
    return cluster.home().processes().all().stream()
        .filter(seen -> seen.isSpark() || seen.isShuffleServer())
        .map(seen -> seen.process().pid())
        .collect(Collectors.toSet());
  }
}
