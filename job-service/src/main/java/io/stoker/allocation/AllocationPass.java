package io.stoker.allocation;

import static java.util.function.Function.identity;
import static java.util.stream.Collectors.toMap;

import io.stoker.cluster.Assignments;
import io.stoker.cluster.ProcessNeed;
import io.stoker.crash.CrashPoint;
import io.stoker.crash.CrashPoints;
import io.stoker.run.AttemptDemand;
import io.stoker.run.RunQueue;
import io.stoker.run.WaitingRun;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Predicate;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionOperations;

/**
 * Gives free cores and memory to whoever wants them, in one transaction under the allocation lock:
 *
 * <ol>
 *   <li>the first executor of every attempt that has none, since without it a driver's cores are
 *       wasted,
 *   <li>what else live attempts want, those of the oldest run first,
 *   <li>drivers of waiting runs, strictly the oldest first. A driver gets a place only where one
 *       executor fits beside it at the same time; room for its executors is held until it asks for
 *       them. So drivers never fill a cluster in which no executor has room.
 * </ol>
 *
 * Nothing skips past the oldest waiting run on the nodes that it may go to: a big one waits until
 * they have emptied enough, but is never overtaken for ever by small ones. What came after it goes
 * on with other nodes only, but for the first executor of a driver that has none.
 */
@Component
public class AllocationPass {
  /** Runs that one pass looks at: those behind them wait behind the first one anyway. */
  private static final int WAITING = 100;

  private final AllocationStore store;
  private final RunQueue queue;
  private final Assignments assignments;
  private final DriverPlacing drivers;
  private final ClusterCapacity capacity;
  private final TransactionOperations transaction;

  AllocationPass(
      AllocationStore store,
      RunQueue queue,
      Assignments assignments,
      DriverPlacing drivers,
      ClusterCapacity capacity,
      TransactionOperations transaction) {
    this.store = store;
    this.queue = queue;
    this.assignments = assignments;
    this.drivers = drivers;
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
          endCrashLoops(demands);
          Rooms rooms = store.rooms();
          IdleCluster idle = capacity.idle();
          List<WaitingRun> waiting = queue.waiting(WAITING);
          Reservations reservations = Reservations.of(waiting, idle);
          List<ExecutorWants> wants = wants(rooms, demands, reservations);
          wants.forEach(want -> want.placeFirst(rooms, placer(want)));
          wants.forEach(want -> want.placeRest(rooms, placer(want)));
          wants.stream().filter(ExecutorWants::isAsked).forEach(want -> explain(want, rooms));
          drivers.place(waiting, rooms, wants, idle);
          queue.explainLimits(WAITING);
        });
  }

  private void endCrashLoops(Map<Long, AttemptDemand> demands) {
    for (BadExits bad : store.badExits(BadExits.FORGIVEN + 1)) {
      AttemptDemand demand = demands.get(bad.fence());
      if (demand != null && bad.isLoop(queue.mostExecutors(bad.fence()))) {
        queue.crashLoop(bad.fence(), bad.sentence());
        assignments.stopAttempt(bad.fence(), "Its executors ended badly again and again.");
      }
    }
  }

  /**
   * Attempts of the oldest runs first; an ended one's driver is not to go on, so it is left out.
   */
  private List<ExecutorWants> wants(
      Rooms rooms, Map<Long, AttemptDemand> demands, Reservations reservations) {
    Map<UUID, SparkRuntime> runtimes =
        rooms.all().stream().collect(toMap(Room::nodeId, Room::runtime));
    List<ExecutorWants> wants = new ArrayList<>();
    for (OpenAttempt attempt : store.attempts()) {
      SparkRuntime runtime = runtimes.get(attempt.driverNodeId());
      AttemptDemand demand = demands.get(attempt.fence());
      if (runtime != null) {
        Predicate<Room> reserved = room -> reservations.isBefore(attempt.runId(), room);
        wants.add(
            demand == null
                ? ExecutorWants.held(attempt, runtime, reserved)
                : ExecutorWants.asked(attempt, runtime, demand, reserved));
      }
    }
    return wants;
  }

  private ExecutorWants.Placer placer(ExecutorWants want) {
    return want.isAsked() ? this::assign : (attempt, profile, need, room) -> {};
  }

  private void assign(OpenAttempt attempt, int profileId, ProcessNeed need, Room room) {
    int executorId = queue.nextExecutorId(attempt.fence());
    assignments.assignExecutor(attempt.fence(), room.nodeId(), executorId, profileId, need);
    CrashPoints.hit(CrashPoint.SERVER_EXECUTOR_PLACED);
  }

  private void explain(ExecutorWants want, Rooms rooms) {
    store.explainExecutors(want.attempt().fence(), want.whyWaiting(rooms).orElse(null));
  }
}
