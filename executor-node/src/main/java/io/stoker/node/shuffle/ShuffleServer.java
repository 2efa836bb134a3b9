package io.stoker.node.shuffle;

import io.stoker.contract.cluster.NodeShuffleServer;
import io.stoker.contract.node.ShuffleDirectory;
import io.stoker.launcher.ExitCodes;
import io.stoker.launcher.process.ChildProcess;
import io.stoker.launcher.process.Command;
import io.stoker.launcher.process.LastWords;
import io.stoker.launcher.process.ProcessDirectory;
import io.stoker.launcher.process.ProcessRecord;
import io.stoker.launcher.process.ProcessStatus;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.OptionalInt;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps one shuffle server running while anybody needs it. It is a process of its own with a
 * directory of its own, which outlives this service and is found again by the next.
 */
public final class ShuffleServer {
  private static final Logger LOG = LoggerFactory.getLogger(ShuffleServer.class);
  private static final Duration GRACE = Duration.ofSeconds(5);
  private static final Duration LOOK_EVERY = Duration.ofMillis(200);

  private final ShuffleDirectory directory;
  private final Applications applications;
  private final Launch launch;
  private final Probe probe;
  private final Demand demand;
  private final InstantSource clock;
  private final Standing standing;
  private final Restarts restarts = new Restarts();
  private volatile @Nullable ChildProcess child;
  private volatile @Nullable String failure;
  private volatile boolean dismissed;

  /** Port: what to execute. */
  @FunctionalInterface
  public interface Launch {
    /**
     * Says how to start it.
     *
     * @param own directory of the process
     */
    Command command(Path own) throws IOException;
  }

  /**
   * What a server gets.
   *
   * @param idleAfter how long one without applications is kept
   * @param memoryBytes what one may take
   */
  public record Limits(Duration idleAfter, long memoryBytes) {}

  /** Nothing is started yet. */
  public ShuffleServer(
      ShuffleDirectory directory,
      Applications applications,
      Launch launch,
      Probe probe,
      Limits limits,
      InstantSource clock) {
    this.directory = directory;
    this.applications = applications;
    this.launch = launch;
    this.probe = probe;
    this.demand = new Demand(directory, limits.idleAfter());
    this.clock = clock;
    this.standing = new Standing(limits.memoryBytes(), clock);
  }

  /** The applications that it serves. */
  public Applications applications() {
    return applications;
  }

  /** How it stood at the last look. */
  public NodeShuffleServer standing() {
    return standing.said();
  }

  /**
   * Whether an executor that is started now finds it; it is wanted from now on.
   *
   * @throws IOException saying why it cannot be had
   */
  public boolean isReady() throws IOException {
    return port().isPresent() && !standing.isNotAnswering();
  }

  /**
   * Where executors find it; it is wanted from now on. Empty while it starts for the first time.
   *
   * @throws IOException saying why it cannot be had
   */
  public OptionalInt port() throws IOException {
    dismissed = false;
    demand.want();
    String why = failure;
    if (why != null) {
      throw new IOException(why);
    }
    return demand.port();
  }

  /** No executor is going to come: unless it serves somebody yet, it ends without idling first. */
  public void dismiss() {
    dismissed = true;
  }

  /** Whether there is no process of it. */
  public boolean isOff() {
    return child == null;
  }

  /** Takes up what an earlier service of this home started. One that served nobody goes. */
  public void adopt() throws IOException, InterruptedException {
    ProcessDirectory.sweep(directory.path());
    for (ChildProcess found : ProcessDirectory.list(directory.path())) {
      if (child == null && !applications.all().isEmpty()) {
        begin(found);
        LOG.info("Adopted the shuffle server, {}", found.status());
      } else {
        end(found);
      }
    }
    if (child == null) {
      demand.forgetPort();
    }
  }

  /** Makes it so, and waits a little. */
  public void turn() throws InterruptedException {
    try {
      look();
    } catch (IOException e) {
      LOG.error("Cannot see after the shuffle server; trying again", e);
    }
    Thread.sleep(LOOK_EVERY.toMillis());
  }

  private void look() throws IOException, InterruptedException {
    if (!applications.all().isEmpty()) {
      demand.want();
    } else if (dismissed) {
      demand.dismiss();
    }
    ChildProcess current = child;
    if (current != null) {
      look(current);
    } else if (demand.isWanted() && !demand.giveUp() && restarts.isDue()) {
      start();
    }
    ChildProcess after = child;
    standing.see(state(), after == null ? null : after.status());
  }

  private void look(ChildProcess current) throws IOException, InterruptedException {
    ProcessStatus status = current.status();
    if (status instanceof ProcessStatus.NotStarted) {
      start(current); // it was accepted by a service that was killed
    } else if (status.isEnded()) {
      bury(current, status);
    } else if (demand.giveUp()) {
      LOG.info("Nobody needs the shuffle server; ending it");
      end(current);
      child = null;
    } else {
      probe(current);
    }
  }

  private void probe(ChildProcess current) throws IOException, InterruptedException {
    probe.look(demand.port());
    if (probe.isHung()) {
      failed(
          "It hung: it had not answered a request for %d s, and was killed. %s"
              .formatted(probe.waited().toSeconds(), new HungServer(current, directory).explain()));
      end(current, Duration.ZERO);
      child = null;
    } else if (probe.isAnswered() && restarts.isWell()) {
      restarts.well();
      failure = null;
    }
  }

  private void start() throws IOException, InterruptedException {
    ProcessRecord record =
        new ProcessRecord(
            UUID.randomUUID(),
            ProcessRecord.Kind.SHUFFLE_SERVER,
            "shuffle-server",
            null,
            0,
            "",
            GRACE.toMillis(),
            null,
            clock.instant());
    try {
      start(ProcessDirectory.accept(directory.path(), record));
    } catch (IOException e) {
      failed("It cannot be written below the node's home: " + e);
    }
  }

  private void start(ChildProcess fresh) throws IOException, InterruptedException {
    begin(fresh);
    standing.started();
    try {
      fresh.start(launch.command(fresh.directory()));
      LOG.info("Starting the shuffle server");
    } catch (IOException e) {
      failed("It cannot be started: " + e);
      end(fresh);
      child = null;
    }
  }

  private void begin(ChildProcess process) {
    child = process;
    restarts.started();
    probe.begin();
  }

  private void bury(ChildProcess dead, ProcessStatus status)
      throws IOException, InterruptedException {
    if (status instanceof ProcessStatus.Exited exited && exited.exitCode() == 0) {
      LOG.info("The shuffle server has ended for want of connections");
    } else {
      failed(explain(dead, status));
    }
    end(dead);
    child = null;
    if (applications.all().isEmpty()) {
      demand.forgetPort();
    }
  }

  private void failed(String why) {
    restarts.failed();
    standing.failed(why);
    LOG.warn("The shuffle server does not run. {}", why);
    if (!restarts.isMishap()) {
      failure =
          "The node's shuffle server does not start, after %d tries. %s"
              .formatted(restarts.failures(), why);
    }
  }

  private static String explain(ChildProcess dead, ProcessStatus status) {
    String what =
        status instanceof ProcessStatus.Exited exited
            ? ExitCodes.explain(ProcessRecord.Kind.SHUFFLE_SERVER, exited.exitCode())
            : status instanceof ProcessStatus.Gone gone ? gone.why() : status.toString();
    return what + LastWords.of(dead.directory());
  }

  private Standing.State state() {
    if (failure != null) {
      return Standing.State.FAILING;
    }
    if (child == null) {
      return demand.isWanted() ? Standing.State.STARTING : Standing.State.OFF;
    }
    if (!probe.isAnswered()) {
      return Standing.State.STARTING;
    }
    return probe.isLate() ? Standing.State.NOT_ANSWERING : Standing.State.RUNNING;
  }

  private static void end(ChildProcess process) throws IOException, InterruptedException {
    end(process, GRACE);
  }

  private static void end(ChildProcess process, Duration grace)
      throws IOException, InterruptedException {
    if (process.terminate(grace)) {
      process.delete();
    }
  }
}
