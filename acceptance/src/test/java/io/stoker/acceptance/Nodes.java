package io.stoker.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.stoker.acceptance.harness.Cluster;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import tools.jackson.databind.JsonNode;

/** The two nodes of a cluster, by their numbers: as the API shows them, and ordered about. */
record Nodes(Cluster cluster) {

  JsonNode get(int number) {
    return cluster
        .nodeResources()
        .filter(node -> node.required("name").asString().equals("node-" + number))
        .findFirst()
        .orElseThrow();
  }

  void awaitState(int number, String state) {
    Awaitility.await("node-" + number + " is " + state)
        .atMost(Duration.ofMinutes(4))
        .pollInterval(Duration.ofMillis(200))
        .until(() -> get(number).required("state").asString().equals(state));
  }

  void drain(int number) {
    JsonNode node =
        cluster
            .api()
            .post(path(number) + ":drain", Map.of("reason", "new kernel", "deadline", "PT5M"))
            .expect(200)
            .json();
    assertThat(node.required("state").asString()).isEqualTo("DRAINING");
  }

  void undrain(int number) {
    cluster.api().post(path(number) + ":undrain", Map.of()).expect(200);
    awaitState(number, "READY");
  }

  /** Starts the services that are down, ends all drains, and waits until both take work. */
  void takeBack() {
    for (int number : List.of(1, 2)) {
      if (!cluster.node(number).isAlive()) {
        cluster.node(number).start();
      }
      cluster.api().post(path(number) + ":undrain", Map.of());
    }
    cluster.awaitNodes(2);
  }

  private String path(int number) {
    return "/api/v1/nodes/" + get(number).required("id").asString();
  }

  /** Where a run's first attempt has its driver. */
  static int ofDriver(Run run) {
    String name = run.items("/attempts").get(0).required("node").asString();
    return Integer.parseInt(name.substring("node-".length()));
  }

  /** Executors of a run on a node that live and have done a task. */
  static long atWork(Run run, int node) {
    return run.items("/executors").stream()
        .filter(executor -> executor.path("node").asString("").equals("node-" + node))
        .filter(executor -> executor.required("state").asString().equals("RUNNING"))
        .filter(executor -> executor.path("completedTasks").asInt() > 0)
        .count();
  }
}
