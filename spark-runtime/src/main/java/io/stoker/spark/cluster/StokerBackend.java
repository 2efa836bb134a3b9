package io.stoker.spark.cluster;

import io.stoker.contract.driver.AttemptExecutors.Executor;
import io.stoker.contract.driver.DriverFailure;
import io.stoker.spark.driver.DriverExit;
import io.stoker.spark.driver.DriverSession;
import io.stoker.spark.platform.SelfStop;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.apache.spark.SparkContext;
import org.apache.spark.resource.ResourceProfile;
import org.apache.spark.rpc.RpcAddress;
import org.apache.spark.scheduler.ExecutorDecommissionInfo;
import org.apache.spark.scheduler.cluster.CoarseGrainedSchedulerBackend;
import org.apache.spark.scheduler.cluster.SchedulerBackendUtils$;
import org.apache.spark.util.Utils$;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import scala.Tuple2;
import scala.collection.immutable.Seq;
import scala.concurrent.Future;
import scala.concurrent.Future$;
import scala.jdk.javaapi.CollectionConverters;

/**
 * Spark's scheduler on executors that the platform places and nodes start.
 *
 * <p>Spark calls the request methods while it holds its scheduler's locks and waits for their
 * answer, so they only store what is wanted; HTTP happens on threads of this class.
 */
final class StokerBackend extends CoarseGrainedSchedulerBackend {
  private static final Logger LOG = LoggerFactory.getLogger(StokerBackend.class);

  /** How long the end waits until the platform has heard that nothing is wanted any more. */
  private static final long LAST_DEMAND_MILLIS = 2_000;

  /** How long a context waits for racks: its first job asks for them. */
  private static final long FIRST_WORD_MILLIS = 2_000;

  /** How long the platform's word on an executor's end is awaited after its connection broke. */
  private static final long LOSS_REASON_SECONDS = 5;

  private final StokerScheduler scheduler;
  private final SparkContext context;
  private final DriverSession session;
  private final int initialExecutors;
  private final Wishes wishes = new Wishes();
  private final BarrierStages barriers;
  private final KillReasons killReasons;
  private final CrashLoop crashLoop;
  private final Set<Integer> unwanted = ConcurrentHashMap.newKeySet();
  private final Thread sender;
  private final ExecutorWatch executors;
  private final Thread watch;
  private final ScheduledExecutorService timer;
  private volatile boolean stopped;

  StokerBackend(StokerScheduler scheduler, SparkContext context, DriverSession session) {
    super(scheduler, context.env().rpcEnv());
    this.scheduler = scheduler;
    this.context = context;
    this.session = session;
    this.initialExecutors =
        SchedulerBackendUtils$.MODULE$.getInitialTargetExecutorNumber(
            context.conf(), SchedulerBackendUtils$.MODULE$.DEFAULT_NUMBER_EXECUTORS());
    this.barriers = new BarrierStages(context.conf(), System::nanoTime);
    this.killReasons = new KillReasons(context.conf());
    this.crashLoop = new CrashLoop(context.conf());
    this.sender =
        daemon(
            "stoker-wishes",
            new WishSender(
                session,
                new ExecutorSettings(context),
                wishes,
                scheduler::excludedHosts,
                barriers::isAny,
                this::refused));
    this.executors =
        new ExecutorWatch(
            session.platform(),
            scheduler::racks,
            this::executorEnded,
            new Leaving(this::letGo, this::hostIsEmpty));
    this.watch = daemon("stoker-executors", executors);
    this.timer =
        Executors.newSingleThreadScheduledExecutor(task -> daemon("stoker-loss-timer", task));
  }

  private static Thread daemon(String name, Runnable task) {
    Thread thread = new Thread(task, name);
    thread.setDaemon(true);
    return thread;
  }

  @Override
  public String applicationId() {
    return context.conf().get("spark.app.id");
  }

  @Override
  public void start() {
    super.start();
    context.addSparkListener(new BackendListener(wishes, barriers, session.everRegistered()));
    session.listener().connectedBy(this::runningTasks);
    // With dynamic allocation Spark asks by itself; without it, it never does.
    if (!Utils$.MODULE$.isDynamicAllocationEnabled(context.conf())) {
      ResourceProfile profile = context.resourceProfileManager().defaultResourceProfile();
      wishes.totals(Map.of(profile, initialExecutors), Map.of());
    }
    sender.start();
    watch.start();
    executors.awaitFirst(FIRST_WORD_MILLIS);
  }

  @Override
  public boolean sufficientResourcesRegistered() {
    return totalRegisteredExecutors().get() >= Math.ceil(initialExecutors * minRegisteredRatio());
  }

  /** Spark's check of barrier stages alone asks; who waits for slots needs those that it has. */
  @Override
  public synchronized int maxNumConcurrentTasks(ResourceProfile profile) {
    barriers.slotsAsked();
    wishes.changed();
    return super.maxNumConcurrentTasks(profile);
  }

  @Override
  public Future<Object> doRequestTotalExecutors(
      scala.collection.immutable.Map<ResourceProfile, Object> totals) {
    Map<ResourceProfile, Integer> wanted = new HashMap<>();
    CollectionConverters.asJava(totals)
        .forEach((profile, total) -> wanted.put(profile, (Integer) total));
    wishes.totals(wanted, localTasks());
    return Future$.MODULE$.successful(true);
  }

  /** Spark's hints by profile and host; the caller is inside of the lock that guards them. */
  private Map<Integer, Map<String, Integer>> localTasks() {
    Map<Integer, Map<String, Integer>> hints = new HashMap<>();
    CollectionConverters.asJava(rpHostToLocalTaskCount())
        .forEach(
            (profile, hosts) -> {
              Map<String, Integer> tasks = new HashMap<>();
              CollectionConverters.asJava(hosts)
                  .forEach((host, count) -> tasks.put(host, (Integer) count));
              hints.put((Integer) profile, Map.copyOf(tasks));
            });
    return hints;
  }

  @Override
  public Future<Object> doKillExecutors(Seq<String> executors) {
    Map<Integer, String> reasons =
        CollectionConverters.asJava(executors).stream()
            .collect(Collectors.toMap(Integer::valueOf, this::whyKilled));
    unwanted.addAll(reasons.keySet());
    wishes.kill(reasons);
    return Future$.MODULE$.successful(true);
  }

  /** The caller is inside of the locks that guard both. */
  private String whyKilled(String executor) {
    boolean isFailure =
        Boolean.FALSE.equals(executorsPendingToRemove().getOrElse(executor, () -> true));
    return killReasons.of(scheduler.excludes(executor), isFailure);
  }

  /** The executor's process is over: the real reason reaches Spark's scheduler here. */
  private void executorEnded(Executor executor) {
    if (stopped) {
      return;
    }
    LOG.info("Executor {} is over: {}", executor.id(), LossReasons.text(executor));
    removeExecutor(Integer.toString(executor.id()), LossReasons.of(executor));
    if (executor.nodeLost()) {
      removeWorker(executor.host(), executor.host(), LossReasons.text(executor));
    }
    if (!unwanted.remove(executor.id())) {
      crashLoop
          .count(executor, session.everRegistered())
          .ifPresent(why -> giveUp("CRASH_LOOP", SelfStop.CRASH_LOOP, why));
    }
  }

  /** Spark's decommission: no more tasks, blocks handed on, and the executor ends by itself. */
  private void letGo(List<Executor> executors) {
    if (stopped) {
      return;
    }
    LOG.info("Letting go executors {}", executors.stream().map(Executor::id).toList());
    tellDynamicAllocation(executors);
    decommissionExecutors(Decommission.of(executors), false, false);
  }

  /** Spark's own wish too, of an executor that it excludes: it ends by itself, and is no crash. */
  @Override
  public Seq<String> decommissionExecutors(
      Tuple2<String, ExecutorDecommissionInfo>[] executors,
      boolean adjustTargetNumExecutors,
      boolean triggeredByExecutor) {
    for (Tuple2<String, ExecutorDecommissionInfo> executor : executors) {
      unwanted.add(Integer.valueOf(executor._1()));
    }
    return super.decommissionExecutors(executors, adjustTargetNumExecutors, triggeredByExecutor);
  }

  /** Of all executors that are connected. */
  private Map<String, Integer> runningTasks() {
    Map<String, Integer> running = scheduler.runningTasks();
    return CollectionConverters.asJava(getExecutorIds()).stream()
        .collect(Collectors.toMap(id -> id, id -> running.getOrDefault(id, 0)));
  }

  /** Else it would take one that has no more tasks for idle, and have it killed as it hands on. */
  private void tellDynamicAllocation(List<Executor> executors) {
    Seq<String> ids =
        CollectionConverters.asScala(
                executors.stream().map(executor -> Integer.toString(executor.id())).toList())
            .toList();
    if (context.executorAllocationManager().isDefined()) {
      context.executorAllocationManager().get().executorMonitor().executorsDecommissioned(ids);
    }
  }

  private void hostIsEmpty(String host, String why) {
    if (!stopped) {
      removeWorker(host, host, why);
    }
  }

  /** Without executors the program would wait for ever. */
  private void refused(String why) {
    giveUp(
        "EXECUTORS_REFUSED",
        SelfStop.EXECUTORS_REFUSED,
        "The program asks for executors that no platform would give: " + why + " Ask for less.");
  }

  private void giveUp(String code, int exitCode, String why) {
    LOG.error("{}", why);
    session.platform().failure(new DriverFailure(code, why, null, false));
    DriverExit.selfStop().stop(exitCode, why);
  }

  @Override
  public void stop() {
    if (stopped) {
      return;
    }
    stopped = true;
    session.listener().disconnected();
    watch.interrupt();
    timer.shutdownNow();
    // Executors that leave now are not to be replaced.
    wishes.totals(Map.of(), Map.of());
    wishes.awaitHeard(LAST_DEMAND_MILLIS);
    try {
      // Asks the executors to leave; their nodes end those that don't when the attempt is over.
      super.stop();
    } finally {
      sender.interrupt();
    }
  }

  /** Called by the constructor of the superclass: the fields of this class are not set yet. */
  @Override
  public DriverEndpoint createDriverEndpoint() {
    return new Endpoint();
  }

  /** Waits for the real reason when an executor's connection breaks. */
  private final class Endpoint extends CoarseGrainedSchedulerBackend.DriverEndpoint {
    @Override
    public void onDisconnected(RpcAddress address) {
      String executor = addressToExecutorId().getOrElse(address, () -> null);
      if (executor != null && disableExecutor(executor) && !stopped) {
        var unused =
            timer.schedule(() -> removeUnheard(executor), LOSS_REASON_SECONDS, TimeUnit.SECONDS);
      }
    }
  }

  private void removeUnheard(String executor) {
    boolean awaited;
    synchronized (this) {
      awaited =
          executorsPendingLossReason().contains(executor)
              || executorsPendingToRemove().contains(executor);
    }
    if (awaited) {
      removeExecutor(executor, LossReasons.unheard());
    }
  }
}
