package io.stoker.run;

import io.stoker.cluster.Assignments;
import io.stoker.cluster.ClusterSettings;
import io.stoker.cluster.Node;
import io.stoker.cluster.NodeState;
import io.stoker.cluster.Nodes;
import io.stoker.crash.CrashPoint;
import io.stoker.crash.CrashPoints;
import io.stoker.duty.PeriodicDuty;
import io.stoker.run.Lifecycle.Locked;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** Gives attempts up whose drivers have been silent for a whole lease. */
@Component
class LeaseDuty implements PeriodicDuty {
  private static final Logger log = LoggerFactory.getLogger(LeaseDuty.class);

  private final LeaseStore leases;
  private final Lifecycle lifecycle;
  private final Assignments assignments;
  private final Nodes nodes;
  private final RunSettings settings;
  private final ClusterSettings cluster;
  private final Transactions transactions;

  LeaseDuty(
      LeaseStore leases,
      Lifecycle lifecycle,
      Assignments assignments,
      Nodes nodes,
      RunSettings settings,
      ClusterSettings cluster,
      Transactions transactions) {
    this.leases = leases;
    this.lifecycle = lifecycle;
    this.assignments = assignments;
    this.nodes = nodes;
    this.settings = settings;
    this.cluster = cluster;
    this.transactions = transactions;
  }

  @Override
  public String name() {
    return "attempt-leases";
  }

  @Override
  public Duration every() {
    return Duration.ofSeconds(1);
  }

  @Override
  public void run() {
    for (long fence : leases.silent(settings.leaseTicks(), cluster.lostAfterTicks())) {
      if (transactions.in(() -> giveUp(fence))) {
        CrashPoints.hit(CrashPoint.SERVER_LEASE_DONE);
      }
    }
  }

  private boolean giveUp(long fence) {
    Locked at = lifecycle.lock(fence).orElseThrow();
    // looked at again under the lock: it may have spoken, or another server may have been here
    Optional<Long> silence = leases.silence(fence, settings.leaseTicks(), cluster.lostAfterTicks());
    if (!at.isLive() || silence.isEmpty()) {
      return false;
    }
    Reason reason = reason(at.attempt(), silence.get());
    log.warn("Attempt {} of run {} is given up: {}", fence, at.run().id(), reason.message());
    lifecycle.end(at, new AttemptEnd(AttemptState.LOST, reason, true));
    assignments.stopAttempt(fence, reason.message());
    CrashPoints.hit(CrashPoint.SERVER_LEASE_WRITTEN);
    return true;
  }

  private Reason reason(Attempt attempt, long silence) {
    Node node = nodes.get(attempt.nodeId());
    boolean nodeSilent = node.state() == NodeState.UNREACHABLE || node.state() == NodeState.REMOVED;
    String message =
        "Nothing was heard of the driver on %s for %d seconds in which the platform was up%s.";
    return new Reason(
        nodeSilent ? Reason.NODE_LOST : Reason.DRIVER_LOST,
        message.formatted(
            node.facts().name(),
            silence,
            nodeSilent ? ", nor of that node" : "; the node itself reports"));
  }
}
