package io.stoker.node.process;

import io.stoker.contract.node.Assignment;
import io.stoker.contract.node.DesiredState;
import io.stoker.contract.node.ProcessReport;
import io.stoker.crash.CrashPoint;
import io.stoker.crash.CrashPoints;
import io.stoker.launcher.process.ChildProcess;
import io.stoker.launcher.process.ProcessDirectory;
import io.stoker.launcher.process.ProcessRecord;
import io.stoker.node.cgroup.MemoryLimits;
import io.stoker.node.shuffle.Applications;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All processes of the node. It works by level: given what the platform wants, it starts what is
 * missing, ends what is too much, and forgets what has ended and is listed no more.
 */
public final class ProcessTable {
  private static final Logger LOG = LoggerFactory.getLogger(ProcessTable.class);

  private final Path home;
  private final ProcessCommands commands;
  private final ExecutorService workers;
  private final InstantSource clock;
  private final LocalDirectories local;
  private final MemoryLimits limits;
  private final Refusals refused;
  private final Map<UUID, ManagedProcess> processes = new LinkedHashMap<>();

  /** Assignments whose processes need something that is not on this machine yet. */
  private final Map<UUID, Assignment> waiting = new LinkedHashMap<>();

  private boolean changed = true; // nothing has been reported yet

  /**
   * An empty table.
   *
   * @param workers for what blocks: ending processes, deleting directories
   * @param applications whose files are kept though their processes have ended
   * @param limits of the memory of what is started
   */
  public ProcessTable(
      Path home,
      ProcessCommands commands,
      ExecutorService workers,
      InstantSource clock,
      Applications applications,
      MemoryLimits limits) {
    this.home = home;
    this.commands = commands;
    this.workers = workers;
    this.clock = clock;
    this.local = new LocalDirectories(home, applications);
    this.limits = limits;
    this.refused = new Refusals(home);
  }

  /** Takes up the processes that earlier services of this home started. */
  public synchronized void adopt() throws IOException {
    ProcessDirectory.sweep(home);
    for (ChildProcess child : ProcessDirectory.list(home)) {
      if (!processes.containsKey(child.record().id())) {
        ManagedProcess process = new ManagedProcess(child, clock);
        processes.put(process.id(), process);
        changed = true;
        LOG.info("Adopted {}, {}", process, process.report().state());
      }
    }
  }

  /**
   * Takes up what lies in the home and is not in the table, and clears what belongs to no process:
   * what a crash, a failed deletion or somebody's hand has left.
   */
  public void sweep() {
    try {
      adopt();
      limits.sweep(this::lives);
    } catch (IOException e) {
      LOG.warn("Cannot take leftovers up; trying again with the next sweep", e);
    }
    synchronized (this) {
      processes.values().forEach(ManagedProcess::retryDeletion);
    }
    try {
      clearLocalDirectories();
    } catch (IOException e) {
      LOG.warn("Cannot clear local directories; trying again with the next sweep", e);
    }
  }

  /** Makes the processes what the platform wants them to be. */
  public synchronized void apply(DesiredState desired) {
    Set<UUID> listed = new HashSet<>();
    waiting.clear();
    for (Assignment assignment : desired.assignments()) {
      listed.add(assignment.id());
      apply(assignment);
    }
    refused.retain(listed);
    for (ManagedProcess process : processes.values()) {
      process.setListed(listed.contains(process.id()));
      if (!listed.contains(process.id())) {
        process.order(process.stopOrder("The platform no longer lists it"));
      }
    }
    local.retain(desired.applications(), liveApplications());
    refresh();
  }

  /** Looks at every process, and hands to the workers what is due. */
  public synchronized void refresh() {
    startWaiting();
    for (ManagedProcess process : List.copyOf(processes.values())) {
      try {
        changed |= process.refresh();
      } catch (IOException e) {
        LOG.error("Cannot see how {} is", process, e);
      }
      if (process.claimConclusion()) {
        changed = true;
        workers.execute(() -> conclude(process));
      }
      if (!isWitness(process) && process.claimDeletion()) {
        workers.execute(() -> delete(process));
      }
    }
    if (changed) {
      notifyAll();
    }
  }

  /** Ends every process, by the node's own decision; what they leave goes with the last of them. */
  public synchronized void endAll(String why) {
    for (ManagedProcess process : processes.values()) {
      process.order(process.stopOrder(why));
    }
    local.retain(List.of(), liveApplications());
    refresh();
  }

  /** Whether any process has not ended yet. */
  public synchronized boolean hasLiving() {
    return processes.values().stream().anyMatch(p -> !p.isOver());
  }

  /** A process that shows pages, by the id of its assignment. */
  public synchronized Optional<ManagedProcess> showing(UUID id) {
    return Optional.ofNullable(processes.get(id)).filter(ManagedProcess::showsPages);
  }

  public synchronized List<ManagedProcess> all() {
    return List.copyOf(processes.values());
  }

  /** Waits for a change, at most so long, and reports every process. */
  public synchronized List<ProcessReport> reportAfterChange(Duration atMost)
      throws InterruptedException {
    long end = System.nanoTime() + atMost.toNanos();
    for (long left = atMost.toMillis(); !changed && left > 0; ) {
      wait(left);
      left = Duration.ofNanos(end - System.nanoTime()).toMillis();
    }
    changed = false;
    return Stream.concat(
            processes.values().stream().map(ManagedProcess::report), refused.reports().stream())
        .toList();
  }

  private synchronized boolean lives(String assignment) {
    return processes.values().stream()
        .anyMatch(process -> process.id().toString().equals(assignment) && !process.isOver());
  }

  private void apply(Assignment assignment) {
    if (refused.contains(assignment.id())) {
      return;
    }
    try {
      if (!assignment.desired().equals("RUN")) {
        known(assignment)
            .order(new StopOrder("The platform ordered its end", assignment.stopGraceMillis()));
      } else if (ProcessRecords.isLaunch(assignment)) {
        start(known(assignment), assignment);
      } // else its attempt is over: what runs may go on, nothing is started
    } catch (IOException e) {
      LOG.error("Cannot take assignment {} up", assignment, e);
      if (!processes.containsKey(assignment.id())) {
        refused.add(assignment.id(), e, clock.instant());
        changed = true;
      }
    }
  }

  private void start(ManagedProcess process, Assignment assignment) {
    if (!process.isStartable()) {
      return;
    }
    try {
      if (commands.isReady(assignment)) {
        process.start(assignment, commands, local, limits);
      } else {
        waiting.put(assignment.id(), assignment);
      }
    } catch (IOException e) {
      process.cannotStart(String.valueOf(e.getMessage()));
      changed = true;
    }
  }

  private void startWaiting() {
    List<Assignment> due = List.copyOf(waiting.values());
    waiting.clear();
    for (Assignment assignment : due) {
      start(Objects.requireNonNull(processes.get(assignment.id())), assignment);
    }
  }

  private ManagedProcess known(Assignment assignment) throws IOException {
    ManagedProcess process = processes.get(assignment.id());
    return process == null ? accept(assignment) : process;
  }

  /** On disk first: a crash right after this neither loses nor doubles the process. */
  private ManagedProcess accept(Assignment assignment) throws IOException {
    ProcessRecord record = ProcessRecords.of(assignment, clock.instant());
    ManagedProcess process = new ManagedProcess(ProcessDirectory.accept(home, record), clock);
    CrashPoints.hit(CrashPoint.NODE_CHILD_ACCEPTED);
    processes.put(process.id(), process);
    changed = true;
    return process;
  }

  private void conclude(ManagedProcess process) {
    try {
      process.conclude();
    } catch (IOException e) {
      LOG.error("Cannot end {}; trying again", process, e);
    } catch (InterruptedException e) {
      return; // the service stops; the next one goes on from the disk
    }
    process.endedExecutor().ifPresent(id -> local.executorEnded(process.applicationId(), id));
    noteChange();
    sweepAfterEnd();
  }

  /** It is reported until nothing of it is left: that is how the platform knows. */
  private void delete(ManagedProcess process) {
    CrashPoints.hit(CrashPoint.NODE_FORGET_BEGUN);
    try {
      clearLocalDirectories();
      process.delete();
    } catch (IOException e) {
      LOG.warn("Cannot delete {}; trying again with the next sweep", process, e);
      process.deletionFailed();
      return;
    }
    LOG.info("Forgot {}", process);
    synchronized (this) {
      processes.remove(process.id());
    }
    noteChange();
  }

  private synchronized void noteChange() {
    changed = true;
    notifyAll();
  }

  /** Frees the disk at once; what fails here is tried again when the process is deleted. */
  private void sweepAfterEnd() {
    try {
      clearLocalDirectories();
    } catch (IOException e) {
      LOG.warn("Cannot clear local directories yet", e);
    }
  }

  private void clearLocalDirectories() throws IOException {
    synchronized (this) {
      local.doomAllBut(liveApplications());
    }
    local.deleteDoomed();
  }

  /**
   * Whether it is reported on, though it has ended, for the sake of the files that its application
   * has here: the platform counts on it that nothing is left of what is not reported.
   */
  private boolean isWitness(ManagedProcess process) {
    String application = process.applicationId();
    return local.isKept(application)
        && processes.values().stream()
            .noneMatch(
                other ->
                    other != process
                        && other.applicationId().equals(application)
                        && !other.isBeingDeleted());
  }

  private Set<String> liveApplications() {
    List<ManagedProcess> living = new ArrayList<>(processes.values());
    living.removeIf(ManagedProcess::isOver);
    return living.stream().map(ManagedProcess::applicationId).collect(Collectors.toSet());
  }
}
