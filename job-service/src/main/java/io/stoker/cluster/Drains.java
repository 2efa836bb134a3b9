package io.stoker.cluster;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toList;

import io.stoker.cluster.DrainStore.Draining;
import io.stoker.cluster.DrainStore.Left;
import io.stoker.error.ErrorCode;
import io.stoker.error.StokerException;
import java.time.Duration;
import java.util.List;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionOperations;

/**
 * Empties nodes. From the order on nothing is placed there. Executors are replaced elsewhere, and
 * let go by their drivers, all of a node together, once somebody is there to take their blocks;
 * drivers are waited for or get another attempt; at the deadline what is left is ended. A node of
 * which nothing is left is DRAINED.
 *
 * <p>It works by level: each turn looks at what is there and orders what is missing, so a turn that
 * is lost or done twice does no harm.
 */
@Component
public class Drains {
  private static final Logger log = LoggerFactory.getLogger(Drains.class);

  /** How long executors wait for the first one that takes the place of one of them. */
  private static final int REPLACEMENT_TICKS = 60;

  private static final Duration LONGEST = Duration.ofDays(7);

  private final DrainStore store;
  private final Nodes nodes;
  private final NodeStore nodeStore;
  private final Assignments assignments;
  private final Announcements announcements;
  private final Signals signals;
  private final ClusterSettings settings;
  private final TransactionOperations transaction;

  Drains(
      DrainStore store,
      Nodes nodes,
      NodeStore nodeStore,
      Assignments assignments,
      Announcements announcements,
      Signals signals,
      ClusterSettings settings,
      TransactionOperations transaction) {
    this.store = store;
    this.nodes = nodes;
    this.nodeStore = nodeStore;
    this.assignments = assignments;
    this.announcements = announcements;
    this.signals = signals;
    this.settings = settings;
    this.transaction = transaction;
  }

  /** Orders a node to be emptied, or changes how; once it has returned nothing is placed there. */
  public Node drain(UUID nodeId, Drain.Order order) {
    Node node = nodes.get(nodeId);
    transaction.executeWithoutResult(
        status -> {
          store.lockAllocation();
          requireKnown(store.begin(nodeId, order), node);
        });
    if (node.drain() == null || !order.untilStart()) { // a node repeats its own order each second
      log.info("Node {} is drained, drivers {}", node.facts().name(), order.drivers());
    }
    turn();
    return nodes.get(nodeId);
  }

  /**
   * A node that is about to stop asks to be emptied, until its next start takes that back; what a
   * person has ordered stays as it is.
   *
   * @throws StokerException FENCED when the epoch is not the node's
   */
  public Node drainOwn(UUID nodeId, long epoch, Duration deadline) {
    nodeStore.desiredVersion(nodeId, epoch);
    Node node = nodes.get(nodeId);
    Drain before = node.drain();
    if (node.state() == NodeState.DRAINED || (before != null && !before.untilStart())) {
      return node;
    }
    int ticks = (int) Math.max(0, Math.min(deadline.toSeconds(), LONGEST.toSeconds()));
    String reason = "its service is stopping";
    return drain(nodeId, new Drain.Order(reason, Drain.Drivers.WAIT, ticks, true));
  }

  /** Lets a node get work again, once it is heard. What was let go already, goes. */
  public Node undrain(UUID nodeId) {
    Node node = nodes.get(nodeId);
    transaction.executeWithoutResult(
        status -> {
          requireKnown(store.end(nodeId, settings.unreachableAfterTicks()), node);
          store.keepUntold(nodeId);
          signals.notify(Announcements.ALLOCATION);
        });
    log.info("Node {} is drained no more", node.facts().name());
    return nodes.get(nodeId);
  }

  private static void requireKnown(boolean known, Node node) {
    if (!known) {
      throw new StokerException(
          ErrorCode.CONFLICT,
          "Node %s was removed. GET /api/v1/nodes lists those that are there."
              .formatted(node.facts().name()));
    }
  }

  /** Takes every node that is being emptied a step on. */
  void turn() {
    store.draining().forEach(this::turn);
  }

  private void turn(Draining node) {
    store.left(node.id()).stream()
        .filter(left -> isToBeTold(node, left))
        .collect(groupingBy(Left::fence, TreeMap::new, toList()))
        .forEach((fence, left) -> tell(node, fence, left));
    if (store.hasLeftBehind(node.id())) {
      // it hears that they are needed no more
      transaction.executeWithoutResult(status -> announcements.wake(List.of(node.id())));
    }
    if (Boolean.TRUE.equals(transaction.execute(status -> isDrained(node)))) {
      log.info("Node {} is drained: nothing is left on it", node.name());
    }
  }

  /** The node hears of it, and ends what it keeps for executors to come. */
  private boolean isDrained(Draining node) {
    boolean drained = store.drained(node.id());
    if (drained) {
      announcements.wake(List.of(node.id()));
    }
    return drained;
  }

  private static boolean isToBeTold(Draining node, Left left) {
    return switch (left.kind()) {
      case DRIVER -> node.due() || node.drivers() == Drain.Drivers.MOVE;
      case EXECUTOR ->
          left.state().isTerminal() || (!left.stopping() && (node.due() || !left.told()));
      case HISTORY_SERVER -> false; // it goes as soon as its node is not READY
    };
  }

  private void tell(Draining node, long fence, List<Left> left) {
    transaction.executeWithoutResult(
        status -> {
          assignments.lock(fence);
          // under the lock: the drain may have been taken back
          if (store.isDraining(node.id())) {
            executors(node, fence, left);
            if (left.stream().anyMatch(one -> one.kind() == ProcessKind.DRIVER)) {
              announcements.driverMustGo(fence, node.why(), node.due());
            }
          }
        });
  }

  private void executors(Draining node, long fence, List<Left> left) {
    List<Left> executors = left.stream().filter(one -> one.kind() == ProcessKind.EXECUTOR).toList();
    if (executors.isEmpty()) {
      return;
    }
    // one that has not started has nothing to hand on
    List<Integer> stop =
        ids(
            executors,
            one -> !one.state().isTerminal() && (node.due() || !one.state().hasStarted()));
    if (!stop.isEmpty()) {
      assignments.stopExecutors(fence, stop, node.why());
    }
    List<Integer> letGo = ids(executors, one -> one.state().hasStarted());
    int replaced = store.decommission(fence, node.id(), letGo, node.why());
    int told = store.tell(fence, node.id(), REPLACEMENT_TICKS);
    if (replaced + told > 0) {
      announcements.executorsChanged(fence);
    }
  }

  private static List<Integer> ids(List<Left> executors, Predicate<Left> which) {
    return executors.stream().filter(which).map(Left::executorId).toList();
  }
}
