package io.stoker.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.stoker.acceptance.harness.Cluster;
import io.stoker.acceptance.harness.HomeProcesses.Seen;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import tools.jackson.databind.JsonNode;

/** The nodes of a cluster, by their numbers: as the API shows them, and ordered about. */
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
    drain(number, "WAIT", Duration.ofMinutes(5));
  }

  /** The node as it was when the order was taken. */
  JsonNode drain(int number, String drivers, Duration deadline) {
    Map<String, String> order =
        Map.of("reason", "new kernel", "drivers", drivers, "deadline", deadline.toString());
    JsonNode node = cluster.api().post(path(number) + ":drain", order).expect(200).json();
    assertThat(node.required("state").asString()).isEqualTo("DRAINING");
    return node;
  }

  /** DRAINED means that nothing of any run is left; what the node keeps for runs to come goes. */
  void awaitEmpty(int number) {
    awaitState(number, "DRAINED");
    assertThat(leftDirectories(number)).isEmpty();
    Awaitility.await("node-" + number + " has no process but its service")
        .atMost(Duration.ofSeconds(15))
        .untilAsserted(() -> assertThat(leftProcesses(number)).isEmpty());
  }

  /** Command lines of all that runs below a node's home besides its service. */
  List<String> leftProcesses(int number) {
    return cluster.home().processes("nodes/node-" + number).all().stream()
        .map(Seen::commandLine)
        .filter(line -> !line.contains("--stoker.node.home="))
        .toList();
  }

  /** Of runs' processes, of applications, and of the shuffle server. */
  List<Path> leftDirectories(int number) {
    Path home = cluster.home().resolve("nodes/node-" + number);
    return Stream.of("processes", "local", "local.doomed", "shuffle/applications")
        .flatMap(below -> Traces.children(home.resolve(below)).stream())
        .toList();
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

  void remove(int number) {
    cluster.api().post(path(number) + ":remove", Map.of()).expect(204);
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
    return running(run, node)
        .filter(executor -> executor.path("completedTasks").asInt() > 0)
        .count();
  }

  static long living(Run run, int node) {
    return running(run, node).count();
  }

  /** Executors of a run that are or were on a node. */
  static List<JsonNode> executors(Run run, int node) {
    return run.items("/executors").stream()
        .filter(executor -> executor.path("node").asString("").equals("node-" + node))
        .toList();
  }

  /** Tasks that those have done. */
  static int tasksDone(Run run, int node) {
    return executors(run, node).stream()
        .mapToInt(executor -> executor.path("completedTasks").asInt())
        .sum();
  }

  private static Stream<JsonNode> running(Run run, int node) {
    return executors(run, node).stream()
        .filter(executor -> executor.required("state").asString().equals("RUNNING"));
  }
}
