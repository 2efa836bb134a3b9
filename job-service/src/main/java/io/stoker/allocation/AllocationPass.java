package io.stoker.allocation;

import static java.util.function.Function.identity;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toMap;
import static java.util.stream.Collectors.toSet;

import io.stoker.cluster.Assignments;
import io.stoker.cluster.ProcessNeed;
import io.stoker.crash.CrashPoint;
import io.stoker.crash.CrashPoints;
import io.stoker.run.AttemptDemand;
import io.stoker.run.Reason;
import io.stoker.run.RunQueue;
import io.stoker.run.WaitingRun;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionOperations;

/**
 * Gives free cores and memory to whoever wants them, in one transaction under the allocation lock.
 *
 * <p>An executor for every attempt that has none for its tasks goes before all else, since without
 * it a driver's cores are wasted. Then queues take turns, a process at a time, in the order of
 * {@link Share#ORDER}. In its turn a queue places
 *
 * <ol>
 *   <li>what else its live attempts want, for the one that has least of the cluster,
 *   <li>drivers of its waiting runs, strictly the oldest first. A driver gets a place only where
 *       one executor fits beside it at the same time, also within the most that its queue may take;
 *       room for its executors is held until it asks for them. So drivers never fill a cluster in
 *       which no executor has room.
 * </ol>
 *
 * Nothing skips past a run whose turn has come on the nodes that it may go to: a big one waits
 * until they have emptied enough, but is never overtaken for ever by small ones. What comes after
 * it goes on with other nodes only, but for the first executor of a driver that has none. A queue
 * whose turn does not come for long comes before all others, once.
 */
@Component
public class AllocationPass {
  /**
   * Runs that one pass looks at, divided among queues: those behind them wait behind the first one
   * anyway.
   */
  private static final int WAITING = 100;

  private static final int LEAST_WAITING = 10;

  /** The same for a queue of which the first ones wait for labels that no open node has. */
  private static final int MOST_WAITING = 1000;

  private final AllocationStore store;
  private final RunQueue queue;
  private final Assignments assignments;
  private final DriverPlacing drivers;
  private final Turns turns;
  private final GivingBack givingBack;
  private final Surplus surplus;
  private final StuckAttempts stuckAttempts;
  private final HistoryPlacing history;
  private final ExecutorMisfits misfits;
  private final CrashLoops crashLoops;
  private final UnregisteredExecutors unregistered;
  private final ClusterCapacity capacity;
  private final TransactionOperations transaction;

  AllocationPass(
      AllocationStore store,
      RunQueue queue,
      Assignments assignments,
      DriverPlacing drivers,
      Turns turns,
      GivingBack givingBack,
      Surplus surplus,
      StuckAttempts stuckAttempts,
      HistoryPlacing history,
      ExecutorMisfits misfits,
      CrashLoops crashLoops,
      UnregisteredExecutors unregistered,
      ClusterCapacity capacity,
      TransactionOperations transaction) {
    this.store = store;
    this.queue = queue;
    this.assignments = assignments;
    this.drivers = drivers;
    this.turns = turns;
    this.givingBack = givingBack;
    this.surplus = surplus;
    this.stuckAttempts = stuckAttempts;
    this.history = history;
    this.misfits = misfits;
    this.crashLoops = crashLoops;
    this.unregistered = unregistered;
    this.capacity = capacity;
    this.transaction = transaction;
  }

  /** Places what there is room for, and says of the rest why it waits. */
  public void run() {
    transaction.executeWithoutResult(
        status -> {
          store.lock();
          Map<Long, AttemptDemand> demands =
              queue.demands().stream().collect(toMap(AttemptDemand::fence, identity()));
          crashLoops.end(demands.keySet());
          Rooms rooms = store.rooms();
          IdleCluster idle = capacity.idle();
          Shares shares = turns.shares(idle);
          List<WaitingRun> waiting = waiting(rooms, idle, shares);
          List<ExecutorWants> all =
              wants(rooms, idle, demands, Reservations.of(waiting, idle, shares), shares);
          ExecutorMisfits.Outcome never = misfits.end(all, rooms, idle);
          List<ExecutorWants> wants =
              all.stream().filter(want -> !never.ended().contains(want.attempt().fence())).toList();
          wants.forEach(want -> want.placeFirst(rooms, this::place));
          Ahead ahead = new Ahead(rooms);
          List<ExecutorWants> stuck =
              wants.stream().filter(ExecutorWants::isStuck).filter(idle::fitsNow).toList();
          stuck.forEach(want -> want.keepPlace(ahead));
          OptionalLong gone = stuckAttempts.giveWay(stuck);
          List<Claim> claims = new ArrayList<>(claims(stuck, shares, gone));
          claims.addAll(turns.take(wants, waiting, shares, ahead, idle, this::place));
          wants.stream()
              .filter(ExecutorWants::isAsked)
              .forEach(want -> explain(want, never.waiting(), ahead));
          queue.explainLimits(WAITING);
          surplus.giveBack(wants.stream().map(ExecutorWants::attempt).toList(), demands);
          history.place(ahead);
          givingBack.serve(claims, shares, rooms, demands.keySet());
        });
    unregistered.end();
  }

  /**
   * Of those that have asked: what is only held may not be wanted.
   *
   * @param gone who has just given way, if somebody has
   */
  private static List<Claim> claims(List<ExecutorWants> stuck, Shares shares, OptionalLong gone) {
    return stuck.stream()
        .filter(ExecutorWants::isAsked)
        .filter(want -> gone.isEmpty() || want.attempt().fence() != gone.getAsLong())
        .map(
            want ->
                want.lacking().map(need -> Claim.of(shares.of(want.attempt().queue()), want, need)))
        .flatMap(Optional::stream)
        .toList();
  }

  private List<WaitingRun> waiting(Rooms rooms, IdleCluster idle, Shares shares) {
    int ofEach = Math.max(LEAST_WAITING, WAITING / shares.all().size());
    List<WaitingRun> waiting = waiting(ofEach, rooms, idle, shares);
    while (ofEach < MOST_WAITING && isHidden(waiting, rooms)) {
      ofEach *= 10;
      waiting = waiting(ofEach, rooms, idle, shares);
    }
    return waiting;
  }

  /** Whether somebody who could be placed may stand behind all those of a queue that cannot. */
  private static boolean isHidden(List<WaitingRun> waiting, Rooms rooms) {
    return waiting.stream()
        .collect(
            groupingBy(
                WaitingRun::queue,
                mapping(
                    run -> Missing.now(rooms, run.driver(), run.executor()).isEmpty(), toSet())))
        .values()
        .stream()
        .anyMatch(one -> !one.contains(true));
  }

  private List<WaitingRun> waiting(int ofEach, Rooms rooms, IdleCluster idle, Shares shares) {
    List<WaitingRun> read =
        queue.waiting(ofEach).stream().filter(run -> shares.has(run.queue())).toList();
    return drivers.withoutMisfits(read, rooms, idle, shares);
  }

  /**
   * Attempts of the oldest runs first; an ended one's driver is not to go on, so it is left out.
   */
  private List<ExecutorWants> wants(
      Rooms rooms,
      IdleCluster idle,
      Map<Long, AttemptDemand> demands,
      Reservations reservations,
      Shares shares) {
    Set<UUID> nodes = rooms.all().stream().map(Room::nodeId).collect(toSet());
    List<ExecutorWants> wants = new ArrayList<>();
    for (OpenAttempt attempt : store.attempts()) {
      AttemptDemand demand = demands.get(attempt.fence());
      if (nodes.contains(attempt.driverNodeId()) && shares.has(attempt.queue())) {
        var holder =
            new ExecutorWants.Holder(
                attempt,
                shares.of(attempt.queue()),
                shares.of(attempt),
                rooms.all(),
                idle,
                room -> reservations.isBefore(attempt, room),
                room -> reservations.isBeforeOfAny(attempt, room));
        wants.add(
            demand == null ? ExecutorWants.held(holder) : ExecutorWants.asked(holder, demand));
      }
    }
    return wants;
  }

  /** What is only held is taken in the pass's mind. */
  private void place(ExecutorWants want, int profileId, ProcessNeed need, Room room) {
    if (want.isAsked()) {
      long fence = want.attempt().fence();
      int executorId = queue.nextExecutorId(fence);
      assignments.assignExecutor(fence, room.nodeId(), executorId, profileId, need);
      CrashPoints.hit(CrashPoint.SERVER_EXECUTOR_PLACED);
    }
  }

  private void explain(ExecutorWants want, Map<Long, Reason> never, Ahead ahead) {
    long fence = want.attempt().fence();
    Optional<Reason> why = want.whyWaiting(never.get(fence), ahead.rooms(), ahead.free());
    Optional<String> inTheWay = history.giveWay(want, ahead);
    store.explainExecutors(fence, why.map(it -> inTheWay.map(it::and).orElse(it)).orElse(null));
  }
}
