package io.stoker.run;

import io.stoker.cluster.Assignments;
import io.stoker.cluster.HistoryServer;
import io.stoker.cluster.HistoryServer.Status;
import io.stoker.cluster.HistoryServerSettings;
import io.stoker.cluster.NodePorts;
import io.stoker.error.ErrorCode;
import io.stoker.error.StokerException;
import io.stoker.eventlog.EventLogs;
import io.stoker.run.RunUi.Place;
import io.stoker.run.RunUi.Source;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Where the history of ended attempts is shown: by Spark's history server, started for it. */
@Component
class RunHistory {
  private final EventLogs eventLogs;
  private final Assignments assignments;
  private final HistoryServer server;
  private final HistoryServerSettings settings;
  private final NodePorts ports;

  RunHistory(
      EventLogs eventLogs,
      Assignments assignments,
      HistoryServer server,
      HistoryServerSettings settings,
      NodePorts ports) {
    this.eventLogs = eventLogs;
    this.assignments = assignments;
    this.server = server;
    this.settings = settings;
    this.ports = ports;
  }

  /** Whether there is something to show of it, and somebody to do so. */
  boolean isShown(Attempt attempt) {
    return settings.enabled()
        && attempt.state().isTerminal()
        && eventLogs.exists(attempt.applicationId());
  }

  /**
   * What shows an attempt. A log is read once, so not before its driver writes no more.
   *
   * @param path what is asked for of it
   * @throws StokerException UI_NOT_READY while it is not there yet, and why it will not be
   */
  Place of(Attempt attempt, HistoryPath path) {
    if (!eventLogs.isEnded(attempt.applicationId())
        && assignments.hasHeardDriver(attempt.fence())) {
      throw notReady(
          "The driver of application %s is ending, and may write to its event log yet."
              .formatted(attempt.applicationId()));
    }
    // what is asked of its REST API does not make Spark read a log
    String first = path.isRest() ? HistoryPath.PAGES + attempt.applicationId() + "/" : null;
    return place(first);
  }

  /** What Spark's pages are made of, the same for all. */
  Place ofStatic() {
    return place(null);
  }

  private Place place(@Nullable String first) {
    Status status = server.ask();
    if (status instanceof Status.Running running) {
      NodePorts.NodePort node =
          ports
              .of(running.nodeId())
              .orElseThrow(
                  () -> notReady("The service of node %s starts.".formatted(running.nodeName())));
      return new Place(running.process(), running.nodeName(), node, Source.HISTORY_SERVER, first);
    }
    if (status instanceof Status.Waiting waiting) {
      throw new StokerException(
          ErrorCode.HISTORY_SERVER_WAITS,
          "Spark's history server, which shows runs that are over, has no place. " + waiting.why());
    }
    if (status instanceof Status.Failing failing) {
      throw new StokerException(
          ErrorCode.HISTORY_SERVER_FAILS,
          "Spark's history server ended badly %d times within ten minutes; it is tried again in a minute. The last time, on node %s: %s. Its log is history-server.log in that node's home."
              .formatted(failing.times(), failing.nodeName(), failing.why()));
    }
    throw notReady("Spark's history server, which shows runs that are over, is starting.");
  }

  private static StokerException notReady(String detail) {
    return new StokerException(ErrorCode.UI_NOT_READY, detail + " Try again in some seconds.");
  }
}
