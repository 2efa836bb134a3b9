package io.stoker.run;

import io.stoker.cluster.Assignments;
import io.stoker.cluster.DriverProcess;
import io.stoker.cluster.NodePorts;
import io.stoker.error.ErrorCode;
import io.stoker.error.StokerException;
import java.util.UUID;
import org.springframework.stereotype.Component;

/** Where the Spark UI of a run is. */
@Component
public class RunUi {
  private final Runs runs;
  private final Assignments assignments;
  private final NodePorts ports;
  private final EventLogs eventLogs;

  RunUi(Runs runs, Assignments assignments, NodePorts ports, EventLogs eventLogs) {
    this.runs = runs;
    this.assignments = assignments;
    this.ports = ports;
    this.eventLogs = eventLogs;
  }

  /**
   * A process that shows it, on its node.
   *
   * @param process id of its assignment
   */
  public record Place(UUID process, String nodeName, NodePorts.NodePort node) {}

  /**
   * The driver of a run's live attempt.
   *
   * @throws StokerException NOT_FOUND without such a run, UI_NOT_AVAILABLE while there is nothing
   *     to show, with what to do
   */
  public Place of(UUID id) {
    RunDetails details = runs.get(id);
    Attempt attempt = details.attempt();
    if (details.run().state().isTerminal()) {
      throw unavailable(over(details));
    }
    if (attempt == null || attempt.state().isTerminal()) {
      throw unavailable(
          "Run %s is %s and has no driver now%s. GET /api/v1/runs/%1$s tells when it has one."
              .formatted(id, details.run().state(), why(details.run())));
    }
    DriverProcess driver =
        assignments
            .driver(attempt.fence())
            .orElseThrow(() -> unavailable("Run %s has no driver now.".formatted(id)));
    NodePorts.NodePort node =
        ports.of(driver.nodeId()).orElseThrow(() -> unavailable(noPort(id, driver)));
    return new Place(driver.assignmentId(), driver.nodeName(), node);
  }

  private String over(RunDetails details) {
    Run run = details.run();
    Attempt attempt = details.attempt();
    String over =
        "Run %s is %s%s, and its driver is gone. ".formatted(run.id(), run.state(), why(run));
    return attempt == null || !eventLogs.exists(attempt)
        ? over + "It has left no event log, or that was deleted when it was old enough."
        : over
            + "What its Spark UI showed is in its event log, application %s: a Spark history server with spark.history.fs.logDirectory=%s shows it."
                .formatted(attempt.applicationId(), eventLogs.uri());
  }

  private static String why(Run run) {
    return run.reason() == null ? "" : " (" + run.reason().message() + ")";
  }

  private static String noPort(UUID run, DriverProcess driver) {
    return "The driver of run %s is on node %s, of whose service the platform knows no port for what its processes show. Start that service again: it does not have to stop the driver. If that is no help, it is older than the platform, or stoker.node.http-port or stoker.node.allow-insecure-bind of it keep the port closed."
        .formatted(run, driver.nodeName());
  }

  private static StokerException unavailable(String detail) {
    return new StokerException(ErrorCode.UI_NOT_AVAILABLE, detail);
  }
}
