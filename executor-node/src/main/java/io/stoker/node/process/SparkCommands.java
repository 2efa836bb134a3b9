package io.stoker.node.process;

import io.stoker.contract.driver.Program;
import io.stoker.contract.driver.PythonProgram;
import io.stoker.contract.driver.UserProgram;
import io.stoker.contract.node.Assignment;
import io.stoker.contract.node.ExecutorLaunch;
import io.stoker.launcher.DriverCommand;
import io.stoker.launcher.ExecutorCommand;
import io.stoker.launcher.HistoryServerCommand;
import io.stoker.launcher.LaunchSite;
import io.stoker.launcher.WorkPlace;
import io.stoker.launcher.process.Command;
import io.stoker.node.artifact.ArtifactCache;
import io.stoker.node.shuffle.ShuffleServer;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Spark's drivers, executors and history server. */
public final class SparkCommands implements ProcessCommands {
  private final DriverCommand driver;
  private final ExecutorCommand executor;
  private final HistoryServerCommand history;
  private final HistoryLog historyLog;
  private final ArtifactCache artifacts;
  private final ShuffleServer shuffle;

  public SparkCommands(
      LaunchSite site,
      HistoryServerCommand history,
      HistoryLog historyLog,
      ArtifactCache artifacts,
      ShuffleServer shuffle) {
    this.driver = new DriverCommand(site);
    this.executor = new ExecutorCommand(site);
    this.history = history;
    this.historyLog = historyLog;
    this.artifacts = artifacts;
    this.shuffle = shuffle;
  }

  @Override
  public boolean isReady(Assignment assignment) throws IOException {
    return artifacts.has(digests(assignment))
        && (assignment.executor() == null || shuffle.isReady());
  }

  @Override
  public Command prepare(Assignment assignment, WorkPlace place) throws IOException {
    if (assignment.historyServer() != null) {
      historyLog.of(place.own());
      return history.prepare(assignment.historyServer(), place);
    }
    if (program(assignment) instanceof UserProgram program) {
      for (UserProgram.Jar jar : program.jars()) {
        artifacts.link(jar.sha256(), place.jar(jar.sha256()));
      }
      for (UserProgram.File file : program.files()) {
        artifacts.link(file.sha256(), place.file(file.name()));
      }
    }
    if (program(assignment) instanceof PythonProgram program) {
      artifacts.link(program.file().sha256(), place.program(program.file().name()));
      for (UserProgram.File file : program.pyFiles()) {
        artifacts.link(file.sha256(), place.pyFile(file.name()));
      }
    }
    ExecutorLaunch launch = assignment.executor();
    return launch == null ? driver.prepare(assignment, place) : executor(assignment, launch, place);
  }

  /** The shuffle server must know the secret before the executor comes to it. */
  private Command executor(Assignment assignment, ExecutorLaunch launch, WorkPlace place)
      throws IOException {
    int port =
        shuffle.port().orElseThrow(() -> new IOException("The shuffle server is not ready yet"));
    shuffle.applications().keep(assignment.applicationId(), launch.authSecret());
    return executor.prepare(assignment, place, port);
  }

  private static List<String> digests(Assignment assignment) {
    return program(assignment) instanceof UserProgram program
        ? program.digests().distinct().toList()
        : List.of();
  }

  /** An executor gets its jars and files from its driver. */
  private static @Nullable Program program(Assignment assignment) {
    return assignment.driver() == null ? null : assignment.driver().program();
  }
}
