package io.stoker.run;

import io.stoker.cluster.AssignmentState;
import io.stoker.cluster.Assignments;
import io.stoker.cluster.DriverProcess;
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

  /** Seconds of platform uptime. */
  static final long LEASE_TICKS = 40;

  private final AttemptStore attempts;
  private final Lifecycle lifecycle;
  private final Assignments assignments;
  private final Transactions transactions;

  LeaseDuty(
      AttemptStore attempts,
      Lifecycle lifecycle,
      Assignments assignments,
      Transactions transactions) {
    this.attempts = attempts;
    this.lifecycle = lifecycle;
    this.assignments = assignments;
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
    for (long fence : attempts.silent(LEASE_TICKS)) {
      transactions.in(() -> giveUp(fence));
    }
  }

  private boolean giveUp(long fence) {
    Locked at = lifecycle.lock(fence).orElseThrow();
    // looked at again under the lock: it may have spoken, or another server may have been here
    if (!at.isLive() || !attempts.isSilent(fence, LEASE_TICKS)) {
      return false;
    }
    Reason reason = reason(assignments.driver(fence));
    log.warn("Attempt {} of run {} is given up: {}", fence, at.run().id(), reason.message());
    lifecycle.end(at, new AttemptEnd(AttemptState.LOST, reason, true));
    assignments.stopAttempt(fence, reason.message());
    return true;
  }

  private static Reason reason(Optional<DriverProcess> driver) {
    String node = driver.map(DriverProcess::nodeName).orElse("its node");
    boolean nodeLost = driver.filter(d -> d.state() == AssignmentState.LOST).isPresent();
    String message =
        "Nothing was heard of the driver on "
            + node
            + " for "
            + LEASE_TICKS
            + " seconds in which the platform was up.";
    return new Reason(nodeLost ? Reason.NODE_LOST : Reason.DRIVER_LOST, message);
  }
}
