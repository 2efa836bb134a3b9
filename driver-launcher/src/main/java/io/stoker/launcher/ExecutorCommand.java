package io.stoker.launcher;

import io.stoker.contract.node.Assignment;
import io.stoker.contract.node.ExecutorLaunch;
import io.stoker.launcher.process.Command;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** The command line of an executor. It asks its driver for everything that is not on it. */
public final class ExecutorCommand {
  private static final String MAIN_CLASS = "org.apache.spark.executor.CoarseGrainedExecutorBackend";

  private final LaunchSite site;

  public ExecutorCommand(LaunchSite site) {
    this.site = site;
  }

  /**
   * Says how to start it.
   *
   * @param shufflePort of this node's shuffle server
   */
  public Command prepare(Assignment assignment, WorkPlace place, int shufflePort) {
    ExecutorLaunch launch = Objects.requireNonNull(assignment.executor());
    // a set: the driver's options hold Spark's module options too
    Set<String> options = new LinkedHashSet<>(JvmOptions.of(site, place, launch.heapBytes()));
    options.addAll(launch.javaOptions());
    // after the driver's, which names the port of the driver's own node
    options.add("-D" + DriverCommand.SHUFFLE_PORT + "=" + shufflePort);

    List<String> line = new ArrayList<>();
    line.add(site.java());
    line.addAll(options);
    line.addAll(List.of("-cp", site.runtime().classPath(), MAIN_CLASS));
    line.addAll(List.of("--driver-url", launch.driverUrl()));
    line.addAll(List.of("--executor-id", Integer.toString(launch.executorId())));
    line.addAll(List.of("--bind-address", site.host(), "--hostname", site.host()));
    line.addAll(List.of("--cores", Integer.toString(launch.cores())));
    line.addAll(List.of("--app-id", assignment.applicationId()));
    line.addAll(List.of("--resourceProfileId", Integer.toString(launch.resourceProfileId())));
    return new Command(line, environment(launch, place));
  }

  private Map<String, String> environment(ExecutorLaunch launch, WorkPlace place) {
    Map<String, String> environment = new HashMap<>(launch.environment());
    environment.putAll(Environment.of(site, place, launch.authSecret()));
    return environment;
  }
}
