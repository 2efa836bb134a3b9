package io.stoker.acceptance.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.stoker.acceptance.harness.HomeProcesses.Seen;
import io.stoker.acceptance.harness.Service;
import io.stoker.acceptance.harness.Signal;
import io.stoker.crash.CrashPoint;
import io.stoker.crash.CrashPoints;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;

/** What brings a process to a crash point, and what follows until the bench is quiet again. */
final class Scenario {
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private final Bench bench;
  private final Ledger ledger;

  Scenario(Bench bench, Ledger ledger) {
    this.bench = bench;
    this.ledger = ledger;
  }

  /** Something that goes on beside the test, and may meet the crash. */
  @FunctionalInterface
  interface Act {
    void run(Runnable arm) throws Exception;
  }

  /** The process dies at the point and is started again; in the end every promise is kept. */
  void sweep(CrashPoint point) {
    CrashFile crash = bench.crash(point.site());
    CompletableFuture<Void> act = begin(act(point), () -> crash.arm(point, 1));
    await("a process comes to " + point, () -> crash.wasHit() || act.isCompletedExceptionally());
    if (point.site() != CrashPoint.Site.DRIVER) {
      restart(point);
    }
    finish(act);
  }

  private void finish(CompletableFuture<Void> act) {
    act.orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS).join();
    bench.heal();
    awaitKept();
  }

  /** Waits until all that there was is over, and says which promise is not kept. */
  void awaitKept() {
    try {
      await("every promise is kept", () -> Checker.broken(bench, ledger).isEmpty());
    } catch (ConditionTimeoutException e) {
      assertThat(Checker.broken(bench, ledger)).as("after %s", PATIENCE).isEmpty();
    }
  }

  private void restart(CrashPoint point) {
    Service dead = awaitDead(point);
    assertThat(dead.exitCode()).isEqualTo(CrashPoints.EXIT_CODE);
    if (point == CrashPoint.NODE_JOINED) {
      bench
          .facts()
          .pass(25); // its namesake, which is itself, must be silent before it may come back
    }
    if (dead == bench.server()) {
      bench.startServer();
    } else {
      dead.start();
    }
  }

  private Service awaitDead(CrashPoint point) {
    List<Service> candidates =
        point.site() == CrashPoint.Site.SERVER ? List.of(bench.server()) : bench.nodes();
    await("it is dead", () -> candidates.stream().anyMatch(service -> !service.isAlive()));
    return candidates.stream().filter(service -> !service.isAlive()).findFirst().orElseThrow();
  }

  private Act act(CrashPoint point) {
    return switch (point) {
      case SERVER_SUBMIT_WRITTEN,
          SERVER_SUBMIT_DONE,
          SERVER_ATTEMPT_OPENED,
          SERVER_DRIVER_PLACED,
          SERVER_EXECUTOR_PLACED,
          SERVER_OFFER_WRITTEN,
          SERVER_OFFER_DONE,
          SERVER_REPORT_HEARD,
          SERVER_REPORT_WRITTEN,
          SERVER_REPORT_DONE,
          SERVER_START_DONE,
          SERVER_DEMAND_DONE,
          SERVER_RESULT_INSERTED,
          SERVER_RESULT_WRITTEN,
          SERVER_RESULT_DONE,
          SERVER_LOG_WRITTEN,
          SERVER_LOG_DONE,
          NODE_CHILD_ACCEPTED,
          NODE_CHILD_STARTED,
          NODE_CHILD_GONE,
          NODE_END_NOTED,
          NODE_REPORT_MADE,
          NODE_REPORT_ANSWERED,
          NODE_LOG_ANSWERED,
          NODE_FORGET_BEGUN,
          NODE_RECORD_DELETED,
          NODE_LOCAL_SET_ASIDE,
          DRIVER_SESSION_OPENED,
          DRIVER_ANNOUNCED,
          DRIVER_ROWS_WRITTEN,
          DRIVER_COMMITTING,
          DRIVER_MANIFEST_WRITTEN,
          DRIVER_COMMITTED,
          DRIVER_FAILURE_TOLD ->
          this::run;
      case SERVER_DRIVER_END_WRITTEN -> this::retry;
      case SERVER_CANCEL_WRITTEN, SERVER_CANCEL_DONE, SERVER_ENDING_WRITTEN, NODE_STOP_NOTED ->
          this::cancel;
      case SERVER_LEASE_WRITTEN, SERVER_LEASE_DONE -> this::silence;
      case SERVER_LOSS_WRITTEN -> this::loseANode;
      case SERVER_REGISTRATION_DONE -> this::registerAgain;
      case SERVER_JOIN_WRITTEN, SERVER_JOIN_DONE, NODE_JOINED -> this::join;
    };
  }

  private void run(Runnable arm) {
    arm.run();
    ledger.submit("");
  }

  private void retry(Runnable arm) {
    arm.run();
    ledger.submit("die:files@1");
  }

  private void cancel(Runnable arm) {
    UUID run = running("hang");
    arm.run();
    ledger.cancel(run);
  }

  /**
   * A driver stops for longer than its lease; when it may go on, it is told that it is replaced.
   */
  private void silence(Runnable arm) {
    running("stale@1");
    List<ProcessHandle> drivers = drivers();
    drivers.forEach(Signal.STOP::sendTo);
    arm.run();
    bench.facts().pass(45);
    await("it is given up", () -> bench.crash(CrashPoint.Site.SERVER).wasHit());
    drivers.forEach(Signal.CONT::sendTo);
  }

  /** A machine is gone for so long that nothing of it can live. */
  private void loseANode(Runnable arm) {
    UUID run = running("hang@1");
    long fence = Objects.requireNonNull(bench.facts().liveFence(run, "RUNNING"));
    Service node = bench.nodes().get(nodeOf(fence));
    node.kill();
    drivers().forEach(Signal.KILL::sendTo);
    arm.run();
    bench.facts().pass(700);
  }

  private int nodeOf(long fence) {
    UUID id =
        bench.facts().assignments().stream()
            .filter(one -> one.fence() == fence && one.kind().equals("DRIVER"))
            .map(Facts.Assignment::node)
            .findFirst()
            .orElseThrow();
    String name =
        bench.facts().nodes().stream()
            .filter(node -> node.id().equals(id))
            .map(Facts.Node::name)
            .findFirst()
            .orElseThrow();
    return Integer.parseInt(name.substring("node-".length())) - 1;
  }

  private void registerAgain(Runnable arm) {
    Service node = bench.nodes().get(0);
    long before = bench.facts().epochs("node-1");
    node.kill();
    arm.run();
    node.start();
    await("it has registered again", () -> bench.facts().epochs("node-1") > before);
  }

  /** A machine that is too small for any driver: it joins, and is never given anything. */
  private void join(Runnable arm) {
    int number = bench.nodes().size() + 1;
    String name = "node-" + number;
    arm.run();
    bench.nodes().add(bench.newNode(name, number, "0.1").start());
    Service node = bench.nodes().get(number - 1);
    await("it has joined and registered", () -> retried(node) && bench.facts().epochs(name) > 0);
  }

  /** A node that was refused under its own name is started again when its namesake is silent. */
  private boolean retried(Service node) {
    if (!node.isAlive() && node.exitCode() == 1) {
      bench.facts().pass(25);
      node.start();
    }
    return true;
  }

  /** A run's state when it is over. */
  String finalState(UUID run) {
    await("it is over", () -> bench.facts().run(run).isOver());
    return bench.facts().run(run).state();
  }

  /** A run by this script, once its driver is ready. */
  UUID running(String script) {
    UUID run = ledger.submit(script);
    await("its driver is ready", () -> bench.facts().liveFence(run, "RUNNING") != null);
    return run;
  }

  private List<ProcessHandle> drivers() {
    return bench.children().stream().filter(Seen::isDriver).map(Seen::process).toList();
  }

  private static CompletableFuture<Void> begin(Act act, Runnable arm) {
    return CompletableFuture.runAsync(
        () -> {
          try {
            act.run(arm);
          } catch (Exception e) {
            throw new IllegalStateException(e);
          }
        });
  }

  static void await(String what, Callable<Boolean> condition) {
    Awaitility.await(what)
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(100))
        .pollDelay(Duration.ZERO)
        .until(condition);
  }
}
