package io.stoker.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.stoker.contract.Servers;
import io.stoker.contract.node.Assignment;
import io.stoker.contract.node.ProcessReport;
import io.stoker.contract.node.ShuffleDirectory;
import io.stoker.launcher.process.ChildProcess;
import io.stoker.launcher.process.ProcessDirectory;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;

/** A home and a platform for services of nodes; when the test is over nothing of them runs. */
abstract class NodeFixture {
  protected final Path home;
  protected final FakePlatform platform;
  protected final List<TestNode> nodes = new ArrayList<>();

  NodeFixture(Path directory) throws IOException {
    this.home = directory.resolve("node");
    this.platform = new FakePlatform(directory);
  }

  @AfterEach
  void leaveNothingRunning() throws Exception {
    nodes.forEach(TestNode::close);
    platform.close();
    for (Path processes : List.of(home, ShuffleDirectory.in(home).path())) {
      for (ChildProcess child : ProcessDirectory.list(processes)) {
        assertThat(child.terminate(Duration.ZERO)).isTrue();
        child.cgroup().ifPresent(it -> it.remove());
      }
    }
  }

  /** Starts a service that does not stop by itself. */
  protected TestNode start() throws IOException {
    return start(Duration.ofMinutes(10));
  }

  protected TestNode start(Duration selfStopAfter) throws IOException {
    return closeLater(TestNode.start(home, servers(), selfStopAfter));
  }

  protected TestNode closeLater(TestNode node) {
    nodes.add(node);
    return node;
  }

  protected Servers servers() {
    return Servers.of(platform.url().toString());
  }

  protected Path directory(Assignment assignment) {
    return home.resolve("processes").resolve(assignment.id().toString());
  }

  protected ProcessReport awaitReport(Assignment assignment, Predicate<ProcessReport> condition) {
    return soon()
        .until(() -> platform.reported(assignment.id()), r -> r.filter(condition).isPresent())
        .orElseThrow();
  }

  protected static ConditionFactory soon() {
    return await().atMost(Duration.ofSeconds(60)).pollInterval(Duration.ofMillis(50));
  }
}
