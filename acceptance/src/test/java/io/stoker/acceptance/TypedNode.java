package io.stoker.acceptance;

import io.stoker.acceptance.harness.Cluster;
import io.stoker.acceptance.harness.HomeProcesses.Seen;
import io.stoker.acceptance.harness.Service;
import io.stoker.acceptance.harness.Signal;
import io.stoker.acceptance.harness.SparkJava;
import io.stoker.acceptance.harness.StokerScript;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.awaitility.Awaitility;

/**
 * A third node of a cluster, whose service was typed into a terminal: {@code stoker node …}. It has
 * left the cluster when it is closed.
 */
record TypedNode(Cluster cluster, int number, Service service) implements AutoCloseable {
  private static final int CORES = 3;

  static TypedNode start(Cluster cluster, int number, String... options) {
    String name = "node-" + number;
    List<String> words =
        new ArrayList<>(
            List.of(
                "node",
                "--platform",
                cluster.api().server().toString(),
                "--token-file",
                cluster.home().resolve("run/join.token").toString(),
                "--name",
                name,
                "--host",
                "127.0.0." + (number + 1),
                "--cores",
                Integer.toString(CORES),
                "--memory",
                "6g",
                "--labels",
                "zone=" + name,
                "--home",
                cluster.home().resolve("nodes/" + name).toString()));
    words.addAll(List.of(options));
    words.addAll(SparkJava.settings());
    Service service =
        Service.ofCommand(name, StokerScript.command(words), cluster.logs().resolve(name + ".out"));
    TypedNode node = new TypedNode(cluster, number, service.start());
    try {
      cluster.awaitNodes(3);
      return node;
    } catch (RuntimeException | Error e) {
      node.close();
      throw e;
    }
  }

  void send(Signal signal) {
    signal.sendTo(ProcessHandle.of(service.pid()).orElseThrow());
  }

  /** Its service has ended by itself. */
  void awaitEnd() {
    Awaitility.await("the service of node-" + number + " ends by itself")
        .atMost(Duration.ofMinutes(4))
        .pollInterval(Duration.ofMillis(100))
        .until(() -> !service.isAlive());
  }

  @Override
  public void close() {
    if (service.isAlive()) {
      service.kill();
    }
    cluster.home().processes("nodes/node-" + number).all().stream()
        .map(Seen::process)
        .forEach(Signal.KILL::sendTo);
    Nodes nodes = new Nodes(cluster);
    Awaitility.await("node-" + number + " can be removed")
        .atMost(Duration.ofMinutes(1))
        .until(
            () ->
                Set.of("DRAINED", "UNREACHABLE")
                    .contains(nodes.get(number).required("state").asString()));
    nodes.remove(number);
  }
}
