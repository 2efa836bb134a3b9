package io.stoker.run;

import io.stoker.cluster.Assignments;
import io.stoker.cluster.DriverProcess;
import io.stoker.cluster.ProcessExit;
import io.stoker.cluster.ProcessWatcher;
import io.stoker.cluster.Signals;
import io.stoker.crash.CrashPoint;
import io.stoker.crash.CrashPoints;
import io.stoker.job.OtherMaster;
import io.stoker.run.Lifecycle.Locked;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** Turns what nodes report of drivers' processes into moves of their attempts. */
@Component
@Transactional(propagation = Propagation.MANDATORY)
class DriverWatch implements ProcessWatcher {
  private static final Logger log = LoggerFactory.getLogger(DriverWatch.class);

  private final AttemptStore attempts;
  private final LeaseStore leases;
  private final Lifecycle lifecycle;
  private final Endings endings;
  private final Assignments assignments;
  private final Signals signals;

  DriverWatch(
      AttemptStore attempts,
      LeaseStore leases,
      Lifecycle lifecycle,
      Endings endings,
      Assignments assignments,
      Signals signals) {
    this.attempts = attempts;
    this.leases = leases;
    this.lifecycle = lifecycle;
    this.endings = endings;
    this.assignments = assignments;
    this.signals = signals;
  }

  @Override
  public void driverStarted(long fence) {
    Locked at = lifecycle.lock(fence).orElseThrow();
    // the driver itself may have spoken before its node did
    if (at.attempt().state() == AttemptState.ASSIGNED) {
      lifecycle.advance(at, AttemptState.STARTING);
    }
  }

  /**
   * Keeps the lease of an attempt whose driver has not spoken yet: a JVM and its SparkContext may
   * take longer to start than a lease lasts. From RUNNING on only the driver's own word counts.
   */
  @Override
  public void driverAlive(long fence) {
    leases.nodeSpeaks(fence);
  }

  /**
   * One that is about to commit, or whose run may have no other attempt, is waited for as long as
   * may be: a drain alone fails no run.
   */
  @Override
  public void driverMustGo(long fence, String why, boolean now) {
    Locked at = lifecycle.lock(fence).orElseThrow();
    boolean another =
        at.run().attempts() < at.run().maxAttempts()
            && at.attempt().state() != AttemptState.COMMITTING;
    if (at.isLive() && (another || now)) {
      Reason reason = new Reason(Reason.NODE_DRAINED, why);
      lifecycle.end(at, new AttemptEnd(AttemptState.FAILED, reason, true));
      assignments.stopAttempt(fence, why);
    }
  }

  private boolean isFromSparkHome(Run run) {
    OtherMaster master = lifecycle.revision(run).spec().otherMaster();
    return master != null && master.sparkHome() != null;
  }

  @Override
  public void driverExited(long fence, ProcessExit exit) {
    Locked at = lifecycle.lock(fence).orElseThrow();
    if (at.isLive()) {
      String node = assignments.driver(fence).map(DriverProcess::nodeName).orElse("its node");
      lifecycle.end(at, DriverEndings.of(exit, node, isFromSparkHome(at.run())));
    } else {
      // one failure costs one attempt, and a bad exit after a commit takes nothing back
      log.info(
          "The driver of attempt {}, {} already, is gone: {}", fence, at.attempt().state(), exit);
    }
    assignments.stopAttempt(fence, "The driver is gone.");
    CrashPoints.hit(CrashPoint.SERVER_DRIVER_END_WRITTEN);
  }

  /** May be the last thing that an ending run waits for. */
  @Override
  public void processesCleared(long fence) {
    attempts.find(fence).ifPresent(attempt -> endings.look(attempt.runId()));
  }

  @Override
  public void executorsChanged(long fence) {
    if (attempts.changeExecutors(fence)) {
      signals.notify(Attempt.topic(fence));
      signals.notify(Lifecycle.ALLOCATION_TOPIC);
    }
  }
}
