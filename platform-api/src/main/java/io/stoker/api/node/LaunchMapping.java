package io.stoker.api.node;

import io.stoker.cluster.AssignedProcess;
import io.stoker.cluster.ClusterSettings;
import io.stoker.cluster.HistoryServerSettings;
import io.stoker.cluster.ProcessKind;
import io.stoker.contract.node.Assignment;
import io.stoker.contract.node.DriverLaunch;
import io.stoker.contract.node.ExecutorLaunch;
import io.stoker.contract.node.HistoryServerLaunch;
import io.stoker.eventlog.EventLogs;
import io.stoker.job.OtherMaster;
import io.stoker.run.LaunchDetails;
import io.stoker.run.RunQueue;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** From an assignment to all that its node needs to start it, secrets included. */
@Component
class LaunchMapping {
  private final RunQueue runs;
  private final ProgramMapping programs;
  private final EventLogs eventLogs;
  private final ClusterSettings settings;
  private final HistoryServerSettings history;

  LaunchMapping(
      RunQueue runs,
      ProgramMapping programs,
      EventLogs eventLogs,
      ClusterSettings settings,
      HistoryServerSettings history) {
    this.runs = runs;
    this.programs = programs;
    this.eventLogs = eventLogs;
    this.settings = settings;
    this.history = history;
  }

  /** Has nothing to launch when it is to stop, or its attempt is over. */
  Assignment assignment(AssignedProcess process) {
    Optional<LaunchDetails> details =
        process.stop() || process.runId() == null
            ? Optional.empty()
            : runs.launchDetails(process.fence());
    return new Assignment(
        process.id(),
        process.stop() ? "STOP" : "RUN",
        settings.stopGrace().toMillis(),
        process.runId(),
        process.fence(),
        process.runId() == null ? "" : process.runId() + "-" + process.fence(),
        process.kind() == ProcessKind.DRIVER
            ? details.map(it -> driver(process, it)).orElse(null)
            : null,
        process.kind() == ProcessKind.EXECUTOR
            ? details.map(it -> executor(process, it)).orElse(null)
            : null,
        process.kind() == ProcessKind.HISTORY_SERVER && !process.stop()
            ? historyServer(process)
            : null);
  }

  private HistoryServerLaunch historyServer(AssignedProcess process) {
    return new HistoryServerLaunch(
        process.need().heapBytes(),
        process.need().memoryBytes(),
        eventLogs.uri(),
        history.retainedApplications());
  }

  private DriverLaunch driver(AssignedProcess process, LaunchDetails details) {
    OtherMaster master = details.spec().otherMaster();
    return new DriverLaunch(
        details.attempt(),
        details.step(),
        details.token(),
        details.authSecret(),
        process.need().coresMilli(),
        process.need().heapBytes(),
        process.need().memoryBytes(),
        named(details),
        details.outputDirectory(),
        programs.of(details),
        eventLogs.forNewDrivers().orElse(null),
        master == null ? null : master.sparkHome());
  }

  /** Spark's pages show the job's name, unless its program has another one. */
  private static Map<String, String> named(LaunchDetails details) {
    Map<String, String> conf = new HashMap<>(details.sparkConf());
    conf.put("spark.app.name", details.spec().name());
    return conf;
  }

  private static @Nullable ExecutorLaunch executor(AssignedProcess process, LaunchDetails details) {
    String driverUrl = details.driverUrl();
    if (driverUrl == null) {
      throw new IllegalStateException("No driver asked for " + process);
    }
    return new ExecutorLaunch(
        details.attempt(),
        process.executorId(),
        process.profileId(),
        driverUrl,
        details.authSecret(),
        (int) (process.need().coresMilli() / 1000),
        process.need().heapBytes(),
        process.need().memoryBytes(),
        details.javaOptions(),
        details.environment());
  }
}
