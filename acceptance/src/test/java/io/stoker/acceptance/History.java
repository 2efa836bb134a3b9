package io.stoker.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.stoker.acceptance.harness.Api;
import io.stoker.acceptance.harness.Cluster;
import io.stoker.acceptance.harness.HomeProcesses.Seen;
import io.stoker.acceptance.harness.Service;
import io.stoker.acceptance.harness.Signal;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import tools.jackson.databind.JsonNode;

/** What Spark's history server shows of an attempt, through the platform. */
record History(Cluster cluster, Run run, String application) {
  private static final Pattern NODE = Pattern.compile("/nodes/node-([0-9]+)/");

  String ui() {
    return run.path() + "/ui";
  }

  String pages() {
    return ui() + "/history/" + application;
  }

  /** Whoever comes first has it started. */
  void awaitPages() {
    soon().until(() -> api().get(pages() + "/jobs/").status() == 200);
    assertThat(api().get(pages() + "/jobs/").text()).contains("Spark Jobs");
  }

  JsonNode figures(String what) {
    return api().get(ui() + "/api/v1/applications/" + application + "/" + what).expect(200).json();
  }

  void expectNothingOf(History other) {
    for (String path :
        List.of(
            "/history/" + other.application + "/jobs/",
            "/api/v1/applications",
            "/api/v1/applications/" + other.application + "/jobs")) {
      api().get(ui() + path).expect(404);
    }
  }

  /** The next request starts another. */
  void survivesItsKill() {
    Seen killed = process();
    Signal.KILL.sendTo(killed.process());
    awaitPages();
    assertThat(process().process().pid()).isNotEqualTo(killed.process().pid());
  }

  void survivesItsNodesService() {
    Seen before = process();
    Service service = cluster.node(node(before));
    service.kill();
    service.start();
    awaitPages();
    assertThat(process().process().pid()).isEqualTo(before.process().pid());
  }

  /** Its log stays. Both nodes are drained: it would go on at the other. */
  void endsWhenItsNodeIsDrained() {
    int number = node(process());
    List<String> nodes = List.of(path("node-1"), path("node-2"));
    nodes.forEach(node -> api().post(node + ":drain", "{}").expect(200));
    // whoever has just asked for a page is forgotten by then
    soon()
        .pollDelay(Duration.ofSeconds(12))
        .until(() -> nodes.stream().allMatch(node -> is("DRAINED", node)));
    assertThat(processes()).isEmpty();
    assertThat(cluster.home().resolve("nodes/node-" + number + "/history-server.log"))
        .content()
        .contains("HistoryMain");
    nodes.forEach(node -> api().post(node + ":undrain", "{}").expect(200));
    soon().until(() -> nodes.stream().allMatch(node -> is("READY", node)));
  }

  private boolean is(String state, String node) {
    return api().get(node).expect(200).json().path("state").asString().equals(state);
  }

  private String path(String name) {
    for (JsonNode node : api().get("/api/v1/nodes").expect(200).json().required("items")) {
      if (node.required("name").asString().equals(name)) {
        return "/api/v1/nodes/" + node.required("id").asString();
      }
    }
    throw new AssertionError("no node " + name);
  }

  private Seen process() {
    List<Seen> found = processes();
    assertThat(found).hasSize(1);
    return found.get(0);
  }

  private List<Seen> processes() {
    return cluster.home().processes().all().stream()
        .filter(seen -> seen.commandLine().contains("io.stoker.spark.history.HistoryMain"))
        .filter(seen -> !seen.commandLine().contains("keep.sh"))
        .toList();
  }

  private static int node(Seen server) {
    Matcher matcher = NODE.matcher(server.commandLine());
    assertThat(matcher.find()).isTrue();
    return Integer.parseInt(matcher.group(1));
  }

  private Api api() {
    return cluster.api();
  }

  private static ConditionFactory soon() {
    return Awaitility.await().atMost(Duration.ofMinutes(2)).pollInterval(Duration.ofMillis(300));
  }
}
