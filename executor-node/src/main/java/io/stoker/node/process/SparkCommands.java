package io.stoker.node.process;

import io.stoker.contract.driver.JarProgram;
import io.stoker.contract.node.Assignment;
import io.stoker.launcher.DriverCommand;
import io.stoker.launcher.ExecutorCommand;
import io.stoker.launcher.LaunchSite;
import io.stoker.launcher.WorkPlace;
import io.stoker.launcher.process.Command;
import io.stoker.node.artifact.ArtifactCache;
import java.io.IOException;
import java.util.List;

/** Spark's drivers and executors. */
public final class SparkCommands implements ProcessCommands {
  private final DriverCommand driver;
  private final ExecutorCommand executor;
  private final ArtifactCache artifacts;

  public SparkCommands(LaunchSite site, ArtifactCache artifacts) {
    this.driver = new DriverCommand(site);
    this.executor = new ExecutorCommand(site);
    this.artifacts = artifacts;
  }

  @Override
  public boolean isReady(Assignment assignment) throws IOException {
    return artifacts.has(digests(assignment));
  }

  @Override
  public Command prepare(Assignment assignment, WorkPlace place) throws IOException {
    for (String digest : digests(assignment)) {
      artifacts.link(digest, place.jar(digest));
    }
    return assignment.driver() != null
        ? driver.prepare(assignment, place)
        : executor.prepare(assignment, place);
  }

  /** An executor gets its jars from its driver. */
  private static List<String> digests(Assignment assignment) {
    return assignment.driver() != null
            && assignment.driver().program() instanceof JarProgram program
        ? program.jars().stream().map(JarProgram.Jar::sha256).toList()
        : List.of();
  }
}
