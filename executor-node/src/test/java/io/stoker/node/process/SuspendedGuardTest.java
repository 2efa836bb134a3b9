package io.stoker.node.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.stoker.contract.node.Assignment;
import io.stoker.contract.node.DesiredState;
import io.stoker.contract.node.HistoryServerLaunch;
import io.stoker.contract.node.ProcessReport;
import io.stoker.contract.node.ShuffleDirectory;
import io.stoker.launcher.process.Command;
import io.stoker.node.cgroup.MemoryLevel;
import io.stoker.node.cgroup.MemoryLimits;
import io.stoker.node.shuffle.Applications;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A history server that is a script which stops itself. */
class SuspendedGuardTest {
  private static final int LOOKS = 3;

  private final ExecutorService workers = Executors.newCachedThreadPool();
  private final SuspendedGuard guard = new SuspendedGuard(LOOKS);
  private final ProcessTable table;
  private String script = "";

  SuspendedGuardTest(@TempDir Path home) {
    table =
        new ProcessTable(
            home,
            (assignment, place) ->
                new Command(List.of("sh", "-c", script), Map.of("PATH", "/usr/bin:/bin")),
            workers,
            InstantSource.system(),
            new Applications(ShuffleDirectory.in(home)),
            MemoryLimits.without(MemoryLevel.NONE, home));
  }

  @AfterEach
  void leaveNothingRunning() {
    table.endAll("The test is over");
    await()
        .atMost(Duration.ofMinutes(1))
        .until(
            () -> {
              table.refresh();
              return !table.hasLiving();
            });
    workers.shutdown();
  }

  @Test
  void oneThatIsStoppedIsKilledAfterSoManyLooks() throws Exception {
    ManagedProcess process = started("kill -STOP $$; exec sleep 1000");
    await().atMost(Duration.ofMinutes(1)).until(process::isSuspended);
    for (int i = 1; i < LOOKS; i++) {
      guard.look(table.all());
    }
    assertThat(process.claimConclusion()).as("not yet").isFalse();
    guard.look(table.all());
    await()
        .atMost(Duration.ofMinutes(1))
        .until(
            () -> {
              table.refresh();
              return process.isOver();
            });
    ProcessReport report = process.report();
    assertThat(report.message()).contains("SIGSTOP", "answered nobody");
    assertThat(report.cause()).isEqualTo("STOPPED");
    assertThat(report.exitCode()).isNotEqualTo(0);
  }

  @Test
  void oneThatWorksIsLeftAlone() throws Exception {
    ManagedProcess process = started("exec sleep 1000");
    for (int i = 0; i < 2 * LOOKS; i++) {
      guard.look(table.all());
    }
    assertThat(process.claimConclusion()).isFalse();
  }

  private ManagedProcess started(String command) {
    script = command;
    Assignment assignment =
        new Assignment(
            UUID.randomUUID(),
            "RUN",
            60_000,
            null,
            0,
            "",
            null,
            null,
            new HistoryServerLaunch(1L << 30, 1L << 30, "file:///logs/", 10));
    table.apply(new DesiredState(1, List.of(assignment), List.of(), null));
    await()
        .atMost(Duration.ofMinutes(1))
        .until(
            () -> {
              table.refresh();
              return table.all().get(0).runningPid().isPresent();
            });
    return table.all().get(0);
  }
}
