package io.stoker.acceptance;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.stoker.acceptance.harness.Cluster;
import io.stoker.acceptance.harness.SharedCluster;
import io.stoker.acceptance.harness.StokerScript;
import java.io.File;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Orders about nodes, typed as a person types them: through the start script. */
@ExtendWith(SharedCluster.class)
class NodeOrdersIT {
  private final Cluster cluster;

  NodeOrdersIT(Cluster cluster) {
    this.cluster = cluster;
  }

  private record Answer(int code, String output) {}

  @AfterEach
  void takeTheNodeBack() throws Exception {
    stoker("node", "undrain", "node-1", "--home", cluster.home().toString());
  }

  @Test
  void anIdleNodeIsDrainedAndTakenBack() throws Exception {
    Answer drained =
        stoker(
            "node",
            "drain",
            "node-1",
            "--home",
            cluster.home().toString(),
            "--reason",
            "new kernel",
            "--wait",
            "60");
    assertThat(drained.code()).as(drained.output()).isZero();
    assertThat(drained.output()).contains("node-1 is DRAINED, with 0 drivers and 0 executors");
    assertThat(state()).isEqualTo("DRAINED");

    Answer back = stoker("node", "undrain", "node-1", "--home", cluster.home().toString());
    assertThat(back.code()).as(back.output()).isZero();
    assertThat(state()).isEqualTo("READY");
  }

  @Test
  void anOrderThatCannotBeCarriedOutSaysWhy() throws Exception {
    String home = cluster.home().toString();
    Answer unknown = stoker("node", "drain", "node-9", "--home", home);
    assertThat(unknown.code()).isEqualTo(1);
    assertThat(unknown.output()).contains("There is no node 'node-9'", "node-1, node-2");

    Answer working = stoker("node", "remove", "node-1", "--home", home);
    assertThat(working.code()).isEqualTo(1);
    assertThat(working.output()).contains("node-1 is READY", "Drain it");
    assertThat(state()).isEqualTo("READY");

    Answer nameless = stoker("node", "drain");
    assertThat(nameless.code()).isEqualTo(2);
    assertThat(nameless.output()).contains("the node's name is missing");
  }

  private String state() {
    return cluster
        .nodeResources()
        .filter(node -> node.required("name").asString().equals("node-1"))
        .findFirst()
        .orElseThrow()
        .required("state")
        .asString();
  }

  private static Answer stoker(String... words) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(StokerScript.command(List.of(words)))
            .redirectErrorStream(true)
            .redirectInput(new File("/dev/null"))
            .start();
    String output = new String(process.getInputStream().readAllBytes(), UTF_8);
    return new Answer(process.waitFor(), output);
  }
}
