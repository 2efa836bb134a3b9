package io.stoker.cluster;

import io.stoker.crash.CrashPoint;
import io.stoker.crash.CrashPoints;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionOperations;

/** What a node is to run, for its long poll. */
@Component
public class NodeWork {
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(60);

  private final NodeStore nodes;
  private final OfferStore offers;
  private final Signals signals;
  private final TransactionOperations transaction;

  NodeWork(NodeStore nodes, OfferStore offers, Signals signals, TransactionOperations transaction) {
    this.nodes = nodes;
    this.offers = offers;
    this.signals = signals;
    this.transaction = transaction;
  }

  /**
   * All processes that a node should have.
   *
   * @param version grows with each change
   * @param attempts live ones that had an executor there, also when it has ended
   * @param drained whether the node is DRAINED
   */
  public record Desired(
      long version, List<AssignedProcess> processes, List<LiveAttempt> attempts, boolean drained) {}

  /**
   * Answers at once when the version is past {@code after}, else when it gets there or the time is
   * over.
   *
   * @throws io.stoker.error.StokerException FENCED when the epoch is not the node's
   */
  public Desired await(UUID nodeId, long epoch, long after, Duration wait) {
    signals.await(
        NodeWakes.topic(nodeId),
        () -> nodes.desiredVersion(nodeId, epoch) != after,
        wait.compareTo(LONGEST_WAIT) < 0 ? wait : LONGEST_WAIT);
    Desired desired = Objects.requireNonNull(transaction.execute(status -> offer(nodeId, epoch)));
    CrashPoints.hit(CrashPoint.SERVER_OFFER_DONE);
    return desired;
  }

  /**
   * Refuses an epoch that is over.
   *
   * @throws io.stoker.error.StokerException FENCED when the epoch is not the node's
   */
  public void checkEpoch(UUID nodeId, long epoch) {
    nodes.desiredVersion(nodeId, epoch);
  }

  /** Where the logs of one of the node's processes belong. */
  public Optional<LogKey> logKey(UUID nodeId, UUID assignmentId, String stream) {
    return offers.logKey(assignmentId, nodeId, stream);
  }

  /** The version is read first: what changes meanwhile is sent again rather than never. */
  private Desired offer(UUID nodeId, long epoch) {
    long version = nodes.desiredVersion(nodeId, epoch);
    offers.offer(nodeId);
    CrashPoints.hit(CrashPoint.SERVER_OFFER_WRITTEN);
    return new Desired(
        version,
        offers.offered(nodeId),
        offers.liveAttempts(nodeId),
        nodes.find(nodeId).filter(node -> node.state() == NodeState.DRAINED).isPresent());
  }
}
