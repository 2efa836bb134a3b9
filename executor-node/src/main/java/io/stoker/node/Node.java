package io.stoker.node;

import io.stoker.contract.node.DesiredState;
import io.stoker.contract.node.NodeDescription;
import io.stoker.contract.node.NodePort;
import io.stoker.contract.node.ProcessReport;
import io.stoker.contract.node.ReportReply;
import io.stoker.crash.CrashPoint;
import io.stoker.crash.CrashPoints;
import io.stoker.launcher.ClassArchive;
import io.stoker.launcher.process.ProcessIdentity;
import io.stoker.node.archive.ArchiveMaker;
import io.stoker.node.artifact.ArtifactCache;
import io.stoker.node.artifact.ArtifactFetcher;
import io.stoker.node.cgroup.MemoryLevel;
import io.stoker.node.cgroup.MemoryLimits;
import io.stoker.node.home.HeardFile;
import io.stoker.node.home.HomeId;
import io.stoker.node.home.HomeLock;
import io.stoker.node.home.NodeProblem;
import io.stoker.node.log.LogShipper;
import io.stoker.node.log.StreamLimit;
import io.stoker.node.platform.Caller;
import io.stoker.node.platform.JoinToken;
import io.stoker.node.platform.PlatformClient;
import io.stoker.node.platform.Registration;
import io.stoker.node.platform.Reply;
import io.stoker.node.platform.Session;
import io.stoker.node.platform.Silence;
import io.stoker.node.platform.StorageProbe;
import io.stoker.node.process.MemoryGuard;
import io.stoker.node.process.ProcessCommands;
import io.stoker.node.process.ProcessTable;
import io.stoker.node.process.SuspendedGuard;
import io.stoker.node.python.PythonProbe;
import io.stoker.node.shuffle.ShuffleServer;
import io.stoker.node.ui.UiServer;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The agent of one machine. It takes up the processes of its home, registers, and then watches,
 * follows, reports and ships, until it is closed. Its end ends no process: the next service of the
 * same home takes them up.
 */
public final class Node implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Node.class);
  private static final Duration LOOK_EVERY = Duration.ofMillis(200);
  private static final Duration GUARD_EVERY = Duration.ofSeconds(3);

  /** A minute, as long as one that hangs has to find that out itself. */
  private static final int LOOKS_AT_STOPPED = 20;

  private static final Duration REPORT_EVERY = Duration.ofSeconds(2);
  private static final Duration SHIP_EVERY = Duration.ofSeconds(1);
  private static final Duration CUT_EVERY = Duration.ofSeconds(3);
  private static final Duration POLL_FOR = Duration.ofSeconds(20);
  private static final long FROM_THE_START = -1;

  /** Three times as long as the platform waits for a silent node, unless it is told otherwise. */
  private static final Duration IN_USE_FOR = Duration.ofMinutes(1);

  private final NodeProperties properties;
  private final Machine machine;
  private final PlatformClient client;
  private final ProcessCommands commands;
  private final ArtifactCache artifacts;
  private final DrainOnStop drain;
  private final ClassArchive archive;
  private final ShuffleServer shuffle;
  private final PythonProbe python;
  private final StorageProbe storage = new StorageProbe();
  private final Silence silence = new Silence(System::nanoTime);
  private final CountDownLatch ended = new CountDownLatch(1);
  private volatile Set<UUID> followed = Set.of();
  private volatile @Nullable Thread runner;

  Node(
      NodeProperties properties,
      Machine machine,
      PlatformClient client,
      ProcessCommands commands,
      ArtifactCache artifacts,
      ShuffleServer shuffle,
      ClassArchive archive,
      PythonProbe python) {
    this.properties = properties;
    this.machine = machine;
    this.client = client;
    this.commands = commands;
    this.artifacts = artifacts;
    this.drain = new DrainOnStop(properties.drainOnStop(), client, shuffle);
    this.archive = archive;
    this.shuffle = shuffle;
    this.python = python;
  }

  /**
   * Blocks until the node is closed.
   *
   * @throws NodeProblem when it cannot go on
   */
  public void run() {
    runner = Thread.currentThread();
    UiServer ui = null;
    try (HomeLock lock = HomeLock.take(properties.homePath());
        MemoryLimits limits = properties.memoryEnforcement().limits(lock.home());
        Threads threads = new Threads()) {
      LOG.info("Node {} works in {}", properties.name(), lock.home());
      StreamLimit limit = new StreamLimit(properties.logLimitBytes());
      ProcessTable table = table(threads, limits, limit.before(commands));
      MemoryGuard memory = new MemoryGuard();
      adopt(table);
      ui = UiServer.open(properties.host(), properties.uiPort(), table::showing);
      threads.loop(shuffle::turn);
      threads.loop(() -> watch(table));
      threads.loop(() -> sweep(table));
      if (limits.level() != MemoryLevel.NONE) {
        threads.loop(() -> guard(table, memory));
      }
      SuspendedGuard suspended = new SuspendedGuard(LOOKS_AT_STOPPED);
      threads.loop(() -> guard(table, suspended));
      threads.loop(python::turn);
      threads.loop(storage::turn);
      Registration registration = registration(table, limits.level(), ui.port());
      threads.loop(new Following(registration, table)::turn);
      Caller reporter = Caller.ofNode("Reporting to the platform", registration, silence);
      threads.loop(() -> report(reporter, table));
      Caller fetcher = Caller.ofProcesses("Fetching jars", registration, silence);
      threads.loop(new ArtifactFetcher(artifacts, client, fetcher)::turn);
      Caller sender = Caller.ofProcesses("Shipping logs to the platform", registration, silence);
      LogShipper shipper = new LogShipper(client, sender, limit, id -> followed.contains(id));
      threads.loop(() -> ship(shipper, table));
      threads.loop(() -> cut(limit, table));
      Caller drainer = Caller.ofProcesses("Asking to be drained", registration, silence);
      threads.loop(() -> drain.turn(drainer));
      threads.loop(new ArchiveMaker(archive, properties.archiveAfter(), table::hasLiving)::turn);
      threads.join();
    } catch (InterruptedException e) {
      LOG.info("Node {} stops; its processes go on", properties.name());
    } finally {
      if (ui != null) {
        ui.close();
      }
      ended.countDown();
    }
  }

  /** Stops the service, not its processes; but for those it waits when it drains on stop. */
  @Override
  public void close() {
    Thread thread = runner;
    if (thread == null || thread == Thread.currentThread() || ended.getCount() == 0) {
      return;
    }
    try {
      storage.keep();
      drain.await();
      thread.interrupt();
      if (!ended.await(15, TimeUnit.SECONDS)) {
        LOG.warn("The node is still busy");
      }
    } catch (InterruptedException e) {
      thread.interrupt();
      Thread.currentThread().interrupt();
    }
  }

  private ProcessTable table(Threads threads, MemoryLimits limits, ProcessCommands limited) {
    return new ProcessTable(
        properties.homePath(),
        limited,
        threads.workers(),
        InstantSource.system(),
        shuffle.applications(),
        limits);
  }

  private void adopt(ProcessTable table) throws InterruptedException {
    try {
      table.adopt();
      shuffle.adopt();
    } catch (IOException e) {
      throw new NodeProblem("The node's processes cannot be taken up: " + e.getMessage(), e);
    }
  }

  private Registration registration(
      ProcessTable table, MemoryLevel level, @Nullable NodePort http) {
    return new Registration(
        client,
        properties.homePath(),
        () -> description(level, http),
        new JoinToken(properties.tokenPath()),
        table::hasLiving,
        storage,
        IN_USE_FOR);
  }

  private NodeDescription description(MemoryLevel level, @Nullable NodePort http) {
    return new NodeDescription(
        properties.name(),
        properties.host(),
        ProcessIdentity.ofSelf().bootId(),
        HomeId.of(properties.homePath()),
        properties.coresOfNode().milli(),
        properties.memoryOfNode().bytes(),
        properties.labelsOfNode().values(),
        machine.javaMajor(),
        machine.runtime().sparkVersion(),
        machine.runtime().digest(),
        level.name(),
        python.found(),
        http);
  }

  private void watch(ProcessTable table) throws InterruptedException {
    table.refresh();
    if (silence.exceeds(properties.selfStopAfter())) {
      table.endAll(
          "The node heard nothing from the platform for %d s"
              .formatted(properties.selfStopAfter().toSeconds()));
    }
    Thread.sleep(LOOK_EVERY.toMillis());
  }

  private void sweep(ProcessTable table) throws InterruptedException {
    table.sweep();
    Thread.sleep(properties.sweepEvery().toMillis());
  }

  private static void guard(ProcessTable table, MemoryGuard memory) throws InterruptedException {
    memory.look(table.all());
    Thread.sleep(GUARD_EVERY.toMillis());
  }

  private static void guard(ProcessTable table, SuspendedGuard suspended)
      throws InterruptedException {
    suspended.look(table.all());
    Thread.sleep(GUARD_EVERY.toMillis());
  }

  private void report(Caller caller, ProcessTable table) throws InterruptedException {
    List<ProcessReport> processes = table.reportAfterChange(REPORT_EVERY);
    CrashPoints.hit(CrashPoint.NODE_REPORT_MADE);
    Reply<ReportReply> reply =
        caller.call(
            session ->
                client.report(
                    session.identity(),
                    session.report(
                        storage.isShared(), processes, python.found(), shuffle.standing())));
    CrashPoints.hit(CrashPoint.NODE_REPORT_ANSWERED);
    if (reply instanceof Reply.Ok<ReportReply> ok) {
      followed = Set.copyOf(ok.value().followedLogs());
      HeardFile.in(properties.homePath()).touch();
    }
  }

  private static void ship(LogShipper shipper, ProcessTable table) throws InterruptedException {
    if (!shipper.ship(table.all())) {
      Thread.sleep(SHIP_EVERY.toMillis());
    }
  }

  private static void cut(StreamLimit limit, ProcessTable table) throws InterruptedException {
    limit.enforce(table.all());
    Thread.sleep(CUT_EVERY.toMillis());
  }

  /** The loop that makes the processes what the platform wants. */
  private final class Following {
    private final Caller caller;
    private final ProcessTable table;
    private @Nullable Session known;
    private long version = FROM_THE_START;

    Following(Registration registration, ProcessTable table) {
      this.caller = Caller.ofNode("Asking the platform for assignments", registration, silence);
      this.table = table;
    }

    void turn() throws InterruptedException {
      Reply<DesiredState> reply = caller.call(this::ask);
      if (reply instanceof Reply.Ok<DesiredState> ok) {
        version = ok.value().version();
        table.apply(ok.value());
        if (Boolean.TRUE.equals(ok.value().drained())) {
          shuffle.dismiss();
        }
      }
    }

    private Reply<DesiredState> ask(Session session) throws InterruptedException {
      if (!Objects.equals(session, known)) {
        known = session;
        version = FROM_THE_START;
      }
      return client.assignments(session.identity(), session.epoch(), version, POLL_FOR);
    }
  }
}
