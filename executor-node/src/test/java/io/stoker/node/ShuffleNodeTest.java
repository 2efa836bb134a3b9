package io.stoker.node;

import static io.stoker.node.TestNode.executorAssignment;
import static org.assertj.core.api.Assertions.assertThat;

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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What executors wrote is kept, and served, while their application lives. */
class ShuffleNodeTest extends NodeFixture {
  private static final String WRITES = "echo rows > $SPARK_LOCAL_DIRS/block; exit 0";

  private final ShuffleDirectory shuffle;

  ShuffleNodeTest(@TempDir Path directory) throws IOException {
    super(directory);
    this.shuffle = ShuffleDirectory.in(home);
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

    start();
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

  @Test
  void anEmptiedNodeKeepsNoServerForExecutorsToCome() throws Exception {
    Assignment executor = anExecutorThatWroteAndEnded();
    platform.forget(executor.id());
    platform.live(executor.applicationId(), false);
    soon().until(() -> platform.reported(executor.id()).isEmpty());
    assertThat(serverPid()).isPositive();
    platform.drained();
    soon().until(() -> ProcessDirectory.list(shuffle.path()).isEmpty());
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
}
