package io.stoker.node.process;

import io.stoker.contract.node.Assignment;
import io.stoker.contract.node.ProcessReport;
import io.stoker.crash.CrashPoint;
import io.stoker.crash.CrashPoints;
import io.stoker.launcher.MasterSecretException;
import io.stoker.launcher.OutOfMemory;
import io.stoker.launcher.SparkHomeException;
import io.stoker.launcher.WorkPlace;
import io.stoker.launcher.cgroup.MemoryCgroup;
import io.stoker.launcher.process.ChildProcess;
import io.stoker.launcher.process.Command;
import io.stoker.launcher.process.PrivateFiles;
import io.stoker.launcher.process.ProcessRecord;
import io.stoker.launcher.process.ProcessStatus;
import io.stoker.launcher.process.ResidentMemory;
import io.stoker.node.cgroup.MemoryLimits;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One process of the node, from its acceptance until it is forgotten. Ending it blocks and is left
 * to {@link #conclude()} on a thread of the caller's; all else is quick.
 */
public final class ManagedProcess {
  private static final Logger LOG = LoggerFactory.getLogger(ManagedProcess.class);

  private final ChildProcess child;
  private final Notes notes;
  private final InstantSource clock;
  private final MemoryWatch memory = new MemoryWatch();
  private final OomWatch kernel;
  private final Deletion deletion = new Deletion();
  private ProcessStatus status;
  private boolean listed = true;
  private boolean concluding;
  private @Nullable StopOrder stop;
  private @Nullable Outcome outcome;
  private @Nullable Long pid;
  private volatile boolean shipped;

  /** Takes a process up where its directory says that it is. */
  ManagedProcess(ChildProcess child, InstantSource clock) throws IOException {
    this.child = child;
    this.notes = new Notes(child.directory());
    this.clock = clock;
    this.kernel = new OomWatch(child);
    this.stop = notes.stopOrder();
    this.outcome = notes.outcome();
    this.status = child.status();
    rememberPid();
  }

  public UUID id() {
    return child.record().id();
  }

  /** Its own directory, with its streams. */
  public Path directory() {
    return child.directory();
  }

  /** All of its output has reached the platform, or never will. */
  public void markShipped() {
    shipped = true;
  }

  /** While it runs. */
  public synchronized OptionalLong runningPid() {
    return outcome == null && status instanceof ProcessStatus.Running running
        ? OptionalLong.of(running.pid())
        : OptionalLong.empty();
  }

  /** Whether it has been running for so long. */
  public synchronized boolean hasRunFor(Duration time) {
    Instant started = startedAt();
    return started != null && !started.plus(time).isAfter(clock.instant());
  }

  boolean isDriver() {
    return child.record().kind() == ProcessRecord.Kind.DRIVER;
  }

  boolean showsPages() {
    return isDriver() || !isOfRun();
  }

  /** Whether it works for a run, to which its output belongs; else it serves all. */
  public boolean isOfRun() {
    return child.record().kind() != ProcessRecord.Kind.HISTORY_SERVER;
  }

  /** Whether it has ended and nothing of it is left: its streams grow no more. */
  public synchronized boolean isOver() {
    return outcome != null;
  }

  /** Its id, if it is an executor of which nothing runs any more. */
  OptionalInt endedExecutor() {
    return isOver() ? ProcessRecords.executorId(child.record()) : OptionalInt.empty();
  }

  String applicationId() {
    return child.record().applicationId();
  }

  /** An order to end with the grace that was accepted with it. */
  StopOrder stopOrder(String why) {
    return new StopOrder(why, child.record().stopGraceMillis());
  }

  /** Looks at what the kernel did to it for want of memory; to be called every few seconds. */
  void lookAtKernel() throws IOException {
    if (child.isWell()) {
      kernel.look();
    }
  }

  /** Whether somebody has stopped it without ending it. */
  boolean isSuspended() throws IOException {
    return child.isSuspended();
  }

  /** Its session, while it runs and owns a known amount of memory. */
  synchronized OptionalLong watchedSession() {
    if (stop != null || outcome != null || child.record().memoryBytes() == null) {
      return OptionalLong.empty();
    }
    try {
      return child.session();
    } catch (IOException e) {
      LOG.warn("Cannot see which session {} has; looking again", this, e);
      return OptionalLong.empty();
    }
  }

  /** What its cgroup counts, if it has one that tells. */
  OptionalLong heldInCgroup() {
    try {
      Optional<MemoryCgroup> cgroup = child.cgroup();
      return cgroup.isPresent() ? OptionalLong.of(cgroup.get().held()) : OptionalLong.empty();
    } catch (IOException e) {
      LOG.debug("The cgroup of {} does not tell what it holds", this, e);
      return OptionalLong.empty();
    }
  }

  /** Memory that a watched process owns. */
  long memoryBytes() {
    return Objects.requireNonNull(child.record().memoryBytes());
  }

  String whyTooMuch(long bytes) {
    return "It held %d MiB of memory and owns %d MiB, heap and overhead together: %s"
        .formatted(bytes >> 20, memoryBytes() >> 20, MoreMemory.outsideOfHeap(child.record()));
  }

  synchronized boolean isStartable() {
    return outcome == null && stop == null && status instanceof ProcessStatus.NotStarted;
  }

  private synchronized boolean hasNotStarted() {
    return status instanceof ProcessStatus.NotStarted;
  }

  /** Whether {@link #delete()} is due; true only once, unless it fails. */
  synchronized boolean claimDeletion() {
    return outcome != null && !listed && shipped && deletion.claim();
  }

  synchronized boolean isBeingDeleted() {
    return deletion.isUnderWay();
  }

  /** A deletion that failed is due once more. */
  synchronized void retryDeletion() {
    deletion.retry();
  }

  synchronized void deletionFailed() {
    deletion.failed();
  }

  synchronized void setListed(boolean listed) {
    this.listed = listed;
  }

  /** A start that fails is the process's end, not the node's. */
  synchronized void start(
      Assignment assignment,
      ProcessCommands commands,
      LocalDirectories local,
      MemoryLimits limits) {
    try {
      WorkPlace place = new WorkPlace(child.directory(), scratch(local));
      Command command = commands.prepare(assignment, place);
      child.start(command, limits.make(child.record()));
      CrashPoints.hit(CrashPoint.NODE_CHILD_STARTED);
      status = child.status();
      LOG.info("Starting {}", this);
    } catch (SparkHomeException e) {
      LOG.warn("Cannot start {}: {}", this, e.getMessage());
      settle(Outcome.sparkHomeInvalid(String.valueOf(e.getMessage()), clock.instant()));
    } catch (MasterSecretException e) {
      LOG.warn("Cannot start {}: {}", this, e.getMessage());
      settle(Outcome.masterSecretUnusable(String.valueOf(e.getMessage()), clock.instant()));
    } catch (IOException | RuntimeException e) {
      LOG.warn("Cannot start {}", this, e);
      cannotStart(String.valueOf(e.getMessage()));
    }
  }

  /** What serves all runs has its own, which goes with it. */
  private Path scratch(LocalDirectories local) throws IOException {
    return isOfRun()
        ? local.of(applicationId())
        : PrivateFiles.createDirectories(child.directory().resolve("local"));
  }

  /** Something that it needs is not to be had. */
  synchronized void cannotStart(String why) {
    settle(Outcome.startFailed("It could not be started: " + why, clock.instant()));
  }

  /** Orders the end; the first order stands. */
  synchronized void order(StopOrder order) {
    if (stop != null || outcome != null) {
      return;
    }
    try {
      notes.write(order);
    } catch (IOException e) {
      LOG.warn("Cannot note that {} is to end; ending it all the same", this, e);
    }
    CrashPoints.hit(CrashPoint.NODE_STOP_NOTED);
    stop = order;
    LOG.info("Ending {}: {}", this, order.why());
  }

  /** Looks anew and says whether anything changed. */
  synchronized boolean refresh() throws IOException {
    if (outcome != null) {
      return false;
    }
    ProcessStatus before = status;
    status = child.status();
    rememberPid();
    return !status.equals(before);
  }

  /** Whether {@link #conclude()} is due; true only once until it has run. */
  synchronized boolean claimConclusion() {
    boolean due = outcome == null && !concluding && (stop != null || status.isEnded());
    concluding |= due;
    return due;
  }

  /** Ends what still runs, clears what it left behind and settles how it ended. Blocks. */
  void conclude() throws IOException, InterruptedException {
    try {
      ProcessStatus seen = status();
      StopOrder order = stopOrder();
      Duration grace = order == null ? Duration.ZERO : Duration.ofMillis(order.graceMillis());
      if (!child.terminate(grace)) {
        LOG.error("{} does not end, not even by SIGKILL; trying on", this);
        return;
      }
      CrashPoints.hit(CrashPoint.NODE_CHILD_GONE);
      ProcessStatus end = seen.isEnded() ? seen : child.status();
      synchronized (this) {
        settle(explained(Outcome.of(child, end, stop, pid, clock.instant())));
      }
      child.cgroup().ifPresent(MemoryCgroup::remove); // only now: it had the evidence
    } finally {
      synchronized (this) {
        concluding = false;
      }
    }
  }

  private Outcome explained(Outcome end) {
    Integer code = end.exitCode();
    return showsPages()
            && end.cause() == Outcome.Cause.EXITED
            && code != null
            && OutOfMemory.ended(code, child.directory())
        ? end.outOfMemory(MoreMemory.heap(child.record()))
        : kernel.explain(end);
  }

  void delete() throws IOException {
    if (hasNotStarted()) {
      child.refuseStart();
    }
    child.delete();
  }

  synchronized ProcessReport report() {
    Outcome end = outcome;
    boolean runs = end == null && status instanceof ProcessStatus.Running;
    ResidentMemory seen = memory.look(runs ? pid : null);
    return end == null
        ? ProcessReports.living(id(), status, pid, stop != null, messageOfLiving(), seen)
        : ProcessReports.ended(id(), end, seen);
  }

  private @Nullable String messageOfLiving() {
    return status instanceof ProcessStatus.Running running && !running.exitWillBeKnown()
        ? "Its wrapper was killed; its exit code will be unknown"
        : kernel.warning().orElse(null);
  }

  private @Nullable Instant startedAt() {
    return status instanceof ProcessStatus.Running running ? running.startedAt() : null;
  }

  private synchronized ProcessStatus status() {
    return status;
  }

  private synchronized @Nullable StopOrder stopOrder() {
    return stop;
  }

  private void rememberPid() {
    if (status instanceof ProcessStatus.Running running) {
      pid = running.pid();
    }
  }

  private void settle(Outcome end) {
    try {
      notes.write(end);
    } catch (IOException e) {
      LOG.warn("Cannot note the end of {}", this, e);
    }
    CrashPoints.hit(CrashPoint.NODE_END_NOTED);
    outcome = end;
    LOG.info("Ended: {}: {} ({})", this, end.message(), end.cause());
  }

  @Override
  public String toString() {
    ProcessRecord record = child.record();
    String of = isOfRun() ? " of " + record.applicationId() : "";
    return record.name() + of + " (" + record.id() + ")";
  }
}
