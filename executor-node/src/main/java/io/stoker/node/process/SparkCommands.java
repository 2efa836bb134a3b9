package io.stoker.node.process;

import io.stoker.contract.node.Assignment;
import io.stoker.launcher.DriverCommand;
import io.stoker.launcher.ExecutorCommand;
import io.stoker.launcher.LaunchSite;
import io.stoker.launcher.WorkPlace;
import io.stoker.launcher.process.Command;
import java.io.IOException;

/** Spark's drivers and executors. */
public final class SparkCommands implements ProcessCommands {
  private final DriverCommand driver;
  private final ExecutorCommand executor;

  public SparkCommands(LaunchSite site) {
    this.driver = new DriverCommand(site);
    this.executor = new ExecutorCommand(site);
  }

  @Override
  public Command prepare(Assignment assignment, WorkPlace place) throws IOException {
    return assignment.driver() != null
        ? driver.prepare(assignment, place)
        : executor.prepare(assignment, place);
  }
}
