package io.stoker.run;

import io.stoker.access.Token;
import io.stoker.cluster.Storage;
import io.stoker.crash.CrashPoint;
import io.stoker.crash.CrashPoints;
import io.stoker.job.ExecutorFailures;
import io.stoker.job.JobSpec;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * Runs as the allocation pass sees them: which wait for a driver's place, and which executors live
 * attempts want. Everything happens in the pass's own transaction. What it was given to decide on
 * is locked until that ends, so no run can be cancelled and no attempt can end under its hands.
 */
@Component
@Transactional(propagation = Propagation.MANDATORY)
public class RunQueue {
  /** The step of a job that has only one. */
  private static final String MAIN = "main";

  private static final String OLD_DRIVER =
      "The job is exclusive, and its driver before this one, on %s, is not known to have ended. A"
          + " driver that hears nothing of the platform stops itself within 10 minutes.";

  private static final SecureRandom RANDOM = new SecureRandom();

  /** Runs ahead of one that waits for others of its job, of which its reason names so many. */
  private static final int NAMED = 5;

  private final QueueStore queue;
  private final RunStore runs;
  private final AttemptStore attempts;
  private final Lifecycle lifecycle;
  private final Needs needs;
  private final Storage storage;

  RunQueue(
      QueueStore queue,
      RunStore runs,
      AttemptStore attempts,
      Lifecycle lifecycle,
      Needs needs,
      Storage storage) {
    this.queue = queue;
    this.runs = runs;
    this.attempts = attempts;
    this.lifecycle = lifecycle;
    this.needs = needs;
    this.storage = storage;
  }

  /**
   * Runs that may get an attempt now, oldest first. One that is being changed is left out, and one
   * that waits for others of its job.
   *
   * @param limit of runs of one queue
   */
  public List<WaitingRun> waiting(int limit) {
    return queue.waiting(limit).stream().map(this::waiting).flatMap(Optional::stream).toList();
  }

  private Optional<WaitingRun> waiting(Run run) {
    JobSpec spec = lifecycle.revision(run).spec();
    Optional<String> old = spec.exclusive() ? queue.oldDriver(run.id()) : Optional.empty();
    if (old.isPresent()) {
      explain(run.id(), Reason.WAITING_FOR_OLD_DRIVER, OLD_DRIVER.formatted(old.get()));
      return Optional.empty();
    }
    return Optional.of(
        new WaitingRun(
            run.id(),
            run.jobId(),
            run.jobName(),
            run.queue(),
            run.attempts() > 0,
            needs.driver(spec),
            needs.executor(spec),
            firstExecutors(spec)));
  }

  /** One that begins with none needs one all the same, as soon as it has a task. */
  private static int firstExecutors(JobSpec spec) {
    return spec.otherMaster() == null ? Math.max(1, spec.executor().instances()) : 0;
  }

  /**
   * Opens the next attempt of a waiting run with its driver on a node.
   *
   * @return its fence
   */
  public long openAttempt(UUID runId, UUID nodeId) {
    Run run = runs.lock(runId).orElseThrow();
    int number = run.attempts() + 1;
    long fence = attempts.nextFence();
    attempts.open(
        new NewAttempt(
            fence,
            runId,
            MAIN,
            number,
            nodeId,
            Token.random(Token.Kind.ATTEMPT),
            secret(),
            outputDirectory(run, number, fence)));
    CrashPoints.hit(CrashPoint.SERVER_ATTEMPT_OPENED);
    runs.countAttempt(runId, number);
    lifecycle.move(
        run,
        RunState.STARTING,
        null,
        Map.of("attempt", number, "fence", fence, "node", queue.nodeName(nodeId)));
    return fence;
  }

  private String outputDirectory(Run run, int attempt, long fence) {
    return "%s%s/%s/%s/attempts/%d-%d/data/"
        .formatted(storage.uri(), run.jobId(), run.id(), MAIN, attempt, fence);
  }

  /** Notes that a run came before everybody, since its queue had waited long. */
  public void markAged(UUID runId) {
    queue.markAged(runId);
  }

  /** Says why a run waits. It is an event when the code is another than before. */
  public void explain(UUID runId, String code, String message) {
    Run run = runs.lock(runId).orElseThrow();
    Reason before = run.reason();
    Reason reason = new Reason(code, message);
    if (!run.state().isWaiting() || reason.equals(before)) {
      return;
    }
    runs.explain(runId, reason);
    if (before == null || !before.code().equals(code)) {
      lifecycle.record(run, "RUN_WAITING", reason, Map.of());
    }
  }

  /** Says of runs that wait for others of their job which those are. */
  public void explainLimits(int limit) {
    queue
        .limited(limit, NAMED)
        .forEach(run -> explain(run.run(), Reason.CONCURRENCY_LIMIT, whyLimited(run)));
  }

  private static String whyLimited(QueueStore.Limited run) {
    int more = run.ahead() - run.named().size();
    return "At most %d of the job's runs go on at once (policy QUEUE), and it comes after run %s%s."
        .formatted(
            run.max(),
            String.join(", run ", run.named()),
            more == 0 ? "" : " and %d more".formatted(more));
  }

  /**
   * No node that has joined could ever hold a waiting run, or its queue never admits it: it fails
   * when this has been so for long, and says so until then.
   *
   * @param patienceTicks seconds of uptime that it is waited for
   */
  public void misfits(UUID runId, Misfit misfit, int patienceTicks) {
    Run run = runs.lock(runId).orElseThrow();
    if (!run.state().isWaiting()) {
      return;
    }
    String code = misfit.code().name();
    if (queue.misfitTicks(runId) < patienceTicks) {
      explain(runId, code, misfit.waiting(patienceTicks));
    } else {
      Reason reason = new Reason(code, misfit.failed(patienceTicks));
      lifecycle.move(run, RunState.FAILED, reason, Map.of());
    }
  }

  /** These waiting runs would fit on the nodes, or there is none: their patience starts anew. */
  public void fit(Collection<UUID> runIds) {
    queue.fit(runIds);
  }

  /** Live attempts that have said which executors they want, and whose drivers are heard now. */
  public List<AttemptDemand> demands() {
    return queue.demanding().stream().map(RunQueue::demand).flatMap(Optional::stream).toList();
  }

  private static Optional<AttemptDemand> demand(Attempt attempt) {
    return Optional.ofNullable(attempt.demand())
        .map(
            demand ->
                new AttemptDemand(
                    attempt.fence(),
                    attempt.runId(),
                    attempt.number(),
                    attempt.nodeId(),
                    demand.profiles(),
                    Set.copyOf(demand.excludedHosts())));
  }

  /** Hands out an executor id of an attempt that {@link #demands} has given. */
  public int nextExecutorId(long fence) {
    return queue
        .nextExecutor(fence)
        .orElseThrow(() -> new IllegalStateException("Attempt " + fence + " has ended"));
  }

  /** The most executors that an attempt's run may have at a time. */
  public int mostExecutors(long fence) {
    return spec(fence).executor().most();
  }

  /** How many of an attempt's executors may die. */
  public ExecutorFailures executorFailures(long fence) {
    return ExecutorFailures.of(spec(fence));
  }

  private JobSpec spec(long fence) {
    Attempt attempt = attempts.find(fence).orElseThrow();
    return lifecycle.revision(runs.find(attempt.runId()).orElseThrow()).spec();
  }

  /** How many executors of a resource profile an attempt's run keeps however idle they are. */
  public int leastExecutors(long fence) {
    return spec(fence).executor().least();
  }

  /** Ends a live attempt, and its run, for a reason that the next one would meet again. */
  public void fail(long fence, Reason reason) {
    end(fence, reason, false);
  }

  /** Ends a live attempt that has no executor and keeps the room of others that have none. */
  public void giveWay(long fence, String message) {
    end(fence, new Reason(Reason.NO_ROOM_FOR_EXECUTORS, message), true);
  }

  /** Ends a live attempt whose driver has a Spark that no node has any more. */
  public void endForRuntime(long fence, String message) {
    end(fence, new Reason(Reason.RUNTIME_GONE, message), true);
  }

  private void end(long fence, Reason reason, boolean retryable) {
    lifecycle
        .lock(fence)
        .filter(Lifecycle.Locked::isLive)
        .ifPresent(at -> lifecycle.end(at, new AttemptEnd(AttemptState.FAILED, reason, retryable)));
  }

  /** What a node must know to start a process of an attempt; empty when the attempt has ended. */
  @Transactional(propagation = Propagation.SUPPORTS)
  public Optional<LaunchDetails> launchDetails(long fence) {
    return queue.secrets(fence).map(secrets -> launchDetails(fence, secrets));
  }

  private LaunchDetails launchDetails(long fence, QueueStore.Secrets secrets) {
    Attempt attempt = attempts.find(fence).orElseThrow();
    Run run = runs.find(attempt.runId()).orElseThrow();
    Optional<Demand> demand = Optional.ofNullable(attempt.demand());
    return new LaunchDetails(
        run.jobId(),
        run.id(),
        attempt.step(),
        attempt.number(),
        fence,
        secrets.token(),
        secrets.authSecret(),
        run.sparkConf(),
        lifecycle.revision(run).spec(),
        run.parameters(),
        attempt.outputDirectory(),
        demand.map(Demand::driverUrl).orElse(attempt.driverUrl()),
        demand.map(Demand::javaOptions).orElse(List.of()),
        demand.map(Demand::environment).orElse(Map.of()));
  }

  private static String secret() {
    byte[] bits = new byte[32];
    RANDOM.nextBytes(bits);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bits);
  }
}
