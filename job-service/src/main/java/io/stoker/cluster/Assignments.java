package io.stoker.cluster;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionOperations;

/**
 * The processes that nodes should run; each owns its cores and memory from its insertion until it
 * has ended. Every change joins the caller's transaction, or makes one of its own; rows are locked
 * in the order run, attempt, assignment, node.
 */
@Component
public class Assignments {
  private final AssignmentStore store;
  private final ProcessViews views;
  private final ClearingStore clearing;
  private final Announcements announcements;
  private final ClusterSettings settings;
  private final TransactionOperations transaction;

  Assignments(
      AssignmentStore store,
      ProcessViews views,
      ClearingStore clearing,
      Announcements announcements,
      ClusterSettings settings,
      TransactionOperations transaction) {
    this.store = store;
    this.views = views;
    this.clearing = clearing;
    this.announcements = announcements;
    this.settings = settings;
    this.transaction = transaction;
  }

  /**
   * Wants a driver on a node; the caller holds the allocation lock and has found it room.
   *
   * @param executor what each of its first executors will take, and where; room for them is held
   *     from now on
   * @param executors how many it is going to ask for
   */
  public UUID assignDriver(
      long fence, UUID nodeId, ProcessNeed driver, PlacementNeed executor, int executors) {
    UUID id =
        store.insertDriver(fence, nodeId, driver, new AssignmentStore.Held(executor, executors));
    announcements.wake(List.of(nodeId));
    return id;
  }

  /** Wants an executor on a node; the caller holds the allocation lock and has found it room. */
  public UUID assignExecutor(
      long fence, UUID nodeId, int executorId, int profileId, ProcessNeed need) {
    UUID id = store.insertExecutor(fence, nodeId, executorId, profileId, need);
    announcements.executorsChanged(fence);
    announcements.wake(List.of(nodeId));
    return id;
  }

  /** Locks an attempt and its run, the first in the order of locks, in the caller's transaction. */
  public void lock(long fence) {
    store.lockAttempt(fence);
  }

  /** Orders driver and executors to stop now; what ended ones left is needed no more. */
  public void stopAttempt(long fence, String reason) {
    transaction.executeWithoutResult(
        status -> {
          stop(fence, null, reason);
          announcements.wake(store.nodesWithRemains(fence));
        });
  }

  /**
   * Lets driver and executors end by themselves, and orders them to stop when they have not done so
   * soon: for an attempt whose driver has said its last word. Nothing is started any more.
   */
  public void finishAttempt(long fence, String reason) {
    transaction.executeWithoutResult(
        status -> {
          store.lockAttempt(fence);
          List<ProcessChange> changes = new ArrayList<>(store.endUnoffered(fence, null, reason));
          changes.addAll(store.orderUnreportedStop(fence, reason));
          store.planStop(fence, settings.finishTicks(), reason);
          announcements.announce(changes);
          announcements.wake(store.nodesWithRemains(fence));
        });
  }

  /** Orders some executors of an attempt to stop now. */
  public void stopExecutors(long fence, Collection<Integer> ids, String reason) {
    stop(fence, ids, reason);
  }

  /** Every executor that an attempt ever had, by id. */
  public List<ExecutorProcess> executors(long fence) {
    return views.executors(fence);
  }

  /** The driver of an attempt. */
  public Optional<DriverProcess> driver(long fence) {
    return views.driver(fence);
  }

  /** Whether the driver of an attempt is there, on a node that is heard. */
  public boolean hasHeardDriver(long fence) {
    return views.hasHeardDriver(fence);
  }

  /**
   * Whether a process has ended and nobody is going to say where its log ends; empty when the
   * attempt has no such process.
   *
   * @param executor id of an executor; null for the driver
   */
  public Optional<Boolean> isMute(long fence, @Nullable Integer executor) {
    return views.isMute(fence, executor, settings.lostAfterTicks());
  }

  /** The processes of an attempt of which something may be left on a node. */
  public List<Remnant> remains(long fence) {
    return clearing.remains(fence);
  }

  /** Keeps what a driver says of its executors' tasks, by executor id. */
  public void taskCounts(long fence, Map<Integer, TaskCounts> counts) {
    store.taskCounts(fence, counts);
  }

  /** Turns plans that are due into orders. */
  void orderDueStops() {
    for (long fence : store.dueStops()) {
      transaction.executeWithoutResult(
          status -> {
            store.lockAttempt(fence);
            announcements.announce(store.orderDueStops(fence));
          });
    }
  }

  private void stop(long fence, @Nullable Collection<Integer> executors, String reason) {
    transaction.executeWithoutResult(
        status -> {
          store.lockAttempt(fence);
          List<ProcessChange> changes =
              new ArrayList<>(store.endUnoffered(fence, executors, reason));
          changes.addAll(store.orderStop(fence, executors, reason));
          announcements.announce(changes);
        });
  }
}
