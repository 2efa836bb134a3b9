package io.stoker.run;

import io.stoker.cluster.Assignments;
import io.stoker.cluster.DriverProcess;
import io.stoker.cluster.NodePorts;
import io.stoker.error.ErrorCode;
import io.stoker.error.StokerException;
import io.stoker.eventlog.EventLogs;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Where the Spark UI of a run is: at its driver while that lives, then at the history server. */
@Component
public class RunUi {
  private final Runs runs;
  private final Assignments assignments;
  private final NodePorts ports;
  private final EventLogs eventLogs;
  private final RunHistory history;

  RunUi(
      Runs runs,
      Assignments assignments,
      NodePorts ports,
      EventLogs eventLogs,
      RunHistory history) {
    this.runs = runs;
    this.assignments = assignments;
    this.ports = ports;
    this.eventLogs = eventLogs;
    this.history = history;
  }

  /** Where a page is. */
  public sealed interface Page {}

  /**
   * A process that shows it, on its node.
   *
   * @param process id of its assignment
   * @param first what is to be read before; null when nothing is
   */
  public record Place(
      UUID process, String nodeName, NodePorts.NodePort node, Source source, @Nullable String first)
      implements Page {

    /** Whether what Spark answers without such a page leads to the list of all applications. */
    public boolean leadsToAll(String path) {
      return source == Source.HISTORY_SERVER && path.startsWith(HistoryPath.PAGES);
    }
  }

  /**
   * It is another page's now.
   *
   * @param path below the run's UI
   */
  public record Moved(String path) implements Page {}

  /** What a process shows a run's pages for. */
  public enum Source {
    DRIVER("driver"),
    HISTORY_SERVER("history server");

    private final String word;

    Source(String word) {
      this.word = word;
    }

    /** In a sentence. */
    public String word() {
      return word;
    }
  }

  /**
   * Checks that there is something to show, now or in a moment.
   *
   * @throws StokerException NOT_FOUND without such a run, UI_NOT_AVAILABLE with what to do
   */
  public void check(UUID id) {
    RunDetails details = runs.get(id);
    if (!isLive(details)) {
      shown(details);
    }
  }

  /**
   * Where a page of a run is.
   *
   * @param path below the run's UI, as it was sent
   * @throws StokerException NOT_FOUND without such a run or page, UI_NOT_AVAILABLE while there is
   *     nothing to show, with what to do; what it has to wait for
   */
  public Page page(UUID id, String path) {
    RunDetails details = runs.get(id);
    HistoryPath asked = new HistoryPath(path);
    Optional<Attempt> ended = ended(id, asked);
    if (ended.isPresent()) {
      return history.of(ended.get(), plain(id, asked));
    }
    if (isLive(details) && !asked.isHistory()) {
      return driver(id, details.attempt());
    }
    Attempt latest = shown(details);
    if (asked.isStatic()) {
      plain(id, asked);
      return history.ofStatic();
    }
    if (asked.isRest() || asked.isOfSome()) {
      throw noSuchPage(id, latest);
    }
    return new Moved(asked.of(latest.applicationId()));
  }

  /** Where the pages of an attempt are, below its run's UI, once it is over and left a log. */
  public Optional<String> history(Attempt attempt) {
    return history.isShown(attempt)
        ? Optional.of(HistoryPath.PAGES + attempt.applicationId() + "/")
        : Optional.empty();
  }

  /** The attempt that a path of the history server names, if it is one of this run and over. */
  private Optional<Attempt> ended(UUID run, HistoryPath asked) {
    return asked
        .application()
        .flatMap(
            application ->
                runs.attempts(run).stream()
                    .filter(attempt -> attempt.applicationId().equals(application))
                    .filter(history::isShown)
                    .findFirst());
  }

  private HistoryPath plain(UUID run, HistoryPath asked) {
    if (!asked.isPlain()) {
      throw new StokerException(
          ErrorCode.NOT_FOUND,
          "No page of the history of run %s is there: its path has a sign that none has."
              .formatted(run));
    }
    return asked;
  }

  private static StokerException noSuchPage(UUID run, Attempt latest) {
    return new StokerException(
        ErrorCode.NOT_FOUND,
        "Of run %1$s there is %2$s%3$s/ and, for programs, /api/v1/applications/%3$s; for each attempt that has left an event log there is one, and nothing of other runs."
            .formatted(run, HistoryPath.PAGES, latest.applicationId()));
  }

  private static boolean isLive(RunDetails details) {
    Attempt attempt = details.attempt();
    return !details.run().state().isTerminal() && attempt != null && !attempt.state().isTerminal();
  }

  /** The latest attempt that left something, of a run without a driver. */
  private Attempt shown(RunDetails details) {
    List<Attempt> shown =
        runs.attempts(details.run().id()).stream().filter(history::isShown).toList();
    if (!shown.isEmpty()) {
      return shown.get(shown.size() - 1);
    }
    throw unavailable(details.run().state().isTerminal() ? over(details) : without(details));
  }

  private Place driver(UUID id, @Nullable Attempt attempt) {
    DriverProcess driver =
        Optional.ofNullable(attempt)
            .flatMap(live -> assignments.driver(live.fence()))
            .orElseThrow(() -> unavailable("Run %s has no driver now.".formatted(id)));
    NodePorts.NodePort node =
        ports.of(driver.nodeId()).orElseThrow(() -> unavailable(noPort(id, driver)));
    return new Place(driver.assignmentId(), driver.nodeName(), node, Source.DRIVER, null);
  }

  private static String without(RunDetails details) {
    Run run = details.run();
    String what = isLive(details) ? "no attempt that is over" : "no driver now";
    return "Run %s is %s and has %s%s. GET /api/v1/runs/%1$s tells when it has one."
        .formatted(run.id(), run.state(), what, why(run));
  }

  private String over(RunDetails details) {
    Run run = details.run();
    Attempt attempt = details.attempt();
    String over =
        "Run %s is %s%s, and its driver is gone. ".formatted(run.id(), run.state(), why(run));
    return attempt == null || !eventLogs.exists(attempt.applicationId())
        ? over + "It has left no event log, or that was deleted when it was old enough."
        : over
            + "What its Spark UI showed is in its event log, application %s: a Spark history server with spark.history.fs.logDirectory=%s shows it; Stoker's own is off (stoker.history-server.enabled=false)."
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
