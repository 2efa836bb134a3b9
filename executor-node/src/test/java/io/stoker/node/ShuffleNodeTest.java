package io.stoker.node;

import static io.stoker.node.TestNode.executorAssignment;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.stoker.contract.Servers;
import io.stoker.contract.node.Assignment;
import io.stoker.contract.node.ProcessReport;
import io.stoker.contract.node.ShuffleDirectory;
import io.stoker.launcher.process.ChildProcess;
import io.stoker.launcher.process.ProcessDirectory;
import io.stoker.launcher.process.ProcessStatus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What executors wrote is kept, and served, while their application lives. */
class ShuffleNodeTest {
  private static final String WRITES = "echo rows > $SPARK_LOCAL_DIRS/block; exit 0";

  private final Path home;
  private final ShuffleDirectory shuffle;
  private final FakePlatform platform;
  private final List<TestNode> nodes = new ArrayList<>();

  ShuffleNodeTest(@TempDir Path directory) throws IOException {
    this.home = directory.resolve("node");
    this.shuffle = ShuffleDirectory.in(home);
    this.platform = new FakePlatform(directory);
  }

  @AfterEach
  void leaveNothingRunning() throws Exception {
    nodes.forEach(TestNode::close);
    platform.close();
    for (Path processes : List.of(home, shuffle.path())) {
      for (ChildProcess child : ProcessDirectory.list(processes)) {
        assertThat(child.terminate(Duration.ZERO)).isTrue();
      }
    }
  }

  @Test
  void filesOfAnEndedExecutorStayUntilItsApplicationIsOver() throws Exception {
    Assignment executor = anExecutorThatWroteAndEnded();
    Path block = block(executor);
    Path secret = shuffle.applications().resolve(executor.applicationId());
    assertThat(secret).hasContent("rpc_secret");

    platform.forget(executor.id()); // as the platform does when it hears of the end
    awaitSweeps();
    assertThat(block).exists();
    assertThat(shuffle.gone().resolve(executor.applicationId() + ".1")).isEmptyFile();
    // the platform takes what is not reported as gone, files and all
    assertThat(platform.reported(executor.id())).isPresent();

    platform.live(executor.applicationId(), false);
    soon().until(() -> platform.reported(executor.id()).isEmpty());
    assertThat(block.getParent()).doesNotExist();
    assertThat(secret).doesNotExist();
    assertThat(shuffle.ended().resolve(executor.applicationId())).isEmptyFile();
  }

  @Test
  void aRestartedServiceLeavesServerAndFilesAlone() throws Exception {
    Assignment executor = anExecutorThatWroteAndEnded();
    platform.forget(executor.id());
    long pid = serverPid();
    nodes.get(0).close();

    start(Duration.ofMinutes(10));
    awaitSweeps();
    assertThat(block(executor)).exists();
    assertThat(serverPid()).isEqualTo(pid);
  }

  @Test
  void aKilledServerIsStartedAgain() throws Exception {
    anExecutorThatWroteAndEnded();
    long pid = serverPid();
    assertThat(ProcessHandle.of(pid).orElseThrow().destroyForcibly()).isTrue();
    soon().until(() -> serverPid() != pid);
  }

  /** The platform counts the machine as lost by then, and nobody will ever say more of it. */
  @Test
  void aNodeThatStopsItselfKeepsNothing() throws Exception {
    Assignment executor = anExecutorThatWroteAndEnded(Duration.ofSeconds(2));
    platform.stop();
    soon().until(() -> Files.notExists(block(executor).getParent()));
    assertThat(shuffle.applications()).isEmptyDirectory();
  }

  private Assignment anExecutorThatWroteAndEnded() throws Exception {
    return anExecutorThatWroteAndEnded(Duration.ofMinutes(10));
  }

  private Assignment anExecutorThatWroteAndEnded(Duration selfStopAfter) throws Exception {
    Assignment executor = executorAssignment(WRITES);
    platform.live(executor.applicationId(), true);
    platform.want(executor);
    start(selfStopAfter);
    ProcessReport end = awaitReport(executor, it -> it.state().equals("EXITED"));
    assertThat(end.exitCode()).isZero();
    assertThat(block(executor)).exists();
    return executor;
  }

  private void start(Duration selfStopAfter) throws IOException {
    nodes.add(TestNode.start(home, Servers.of(platform.url().toString()), selfStopAfter));
  }

  /** The sweep comes once in a second here; a leftover shows that it has come. */
  private void awaitSweeps() throws IOException {
    for (int i = 0; i < 2; i++) {
      Path left = Files.createDirectories(home.resolve("local/dead-" + i));
      soon().until(() -> Files.notExists(left));
    }
  }

  private Path block(Assignment executor) {
    return home.resolve("local").resolve(executor.applicationId()).resolve("block");
  }

  private long serverPid() throws IOException {
    return soon()
        .until(
            () ->
                ProcessDirectory.list(shuffle.path()).stream()
                    .map(ShuffleNodeTest::pid)
                    .filter(pid -> pid > 0)
                    .findFirst()
                    .orElse(0L),
            pid -> pid > 0);
  }

  private static long pid(ChildProcess child) {
    try {
      return child.status() instanceof ProcessStatus.Running running ? running.pid() : 0;
    } catch (IOException e) {
      return 0; // it is being deleted
    }
  }

  private ProcessReport awaitReport(Assignment a, Predicate<ProcessReport> is) {
    return requireNonNull(
        soon().until(() -> platform.reported(a.id()).filter(is).orElse(null), it -> it != null));
  }

  private static ConditionFactory soon() {
    return await().atMost(Duration.ofSeconds(60)).pollInterval(Duration.ofMillis(50));
  }
}
