package io.stoker.node.process;

import io.stoker.contract.driver.JarProgram;
import io.stoker.contract.node.Assignment;
import io.stoker.contract.node.ExecutorLaunch;
import io.stoker.launcher.DriverCommand;
import io.stoker.launcher.ExecutorCommand;
import io.stoker.launcher.LaunchSite;
import io.stoker.launcher.WorkPlace;
import io.stoker.launcher.process.Command;
import io.stoker.node.artifact.ArtifactCache;
import io.stoker.node.shuffle.ShuffleServer;
import java.io.IOException;
import java.util.List;

/** Spark's drivers and executors. */
public final class SparkCommands implements ProcessCommands {
  private final DriverCommand driver;
  private final ExecutorCommand executor;
  private final ArtifactCache artifacts;
  private final ShuffleServer shuffle;

  public SparkCommands(LaunchSite site, ArtifactCache artifacts, ShuffleServer shuffle) {
    this.driver = new DriverCommand(site);
    this.executor = new ExecutorCommand(site);
    this.artifacts = artifacts;
    this.shuffle = shuffle;
  }

  @Override
  public boolean isReady(Assignment assignment) throws IOException {
    return artifacts.has(digests(assignment))
        && (assignment.executor() == null || shuffle.port().isPresent());
  }

  @Override
  public Command prepare(Assignment assignment, WorkPlace place) throws IOException {
    for (String digest : digests(assignment)) {
      artifacts.link(digest, place.jar(digest));
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

  /** An executor gets its jars from its driver. */
  private static List<String> digests(Assignment assignment) {
    return assignment.driver() != null
            && assignment.driver().program() instanceof JarProgram program
        ? program.jars().stream().map(JarProgram.Jar::sha256).toList()
        : List.of();
  }
}
