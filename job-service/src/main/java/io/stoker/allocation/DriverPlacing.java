package io.stoker.allocation;

import io.stoker.cluster.Assignments;
import io.stoker.cluster.NodeState;
import io.stoker.cluster.PlacementNeed;
import io.stoker.crash.CrashPoint;
import io.stoker.crash.CrashPoints;
import io.stoker.run.Misfit;
import io.stoker.run.Reason;
import io.stoker.run.RunQueue;
import io.stoker.run.WaitingRun;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/** Gives waiting runs a place for their driver, strictly the oldest first. */
@Component
class DriverPlacing {
  private final RunQueue queue;
  private final Assignments assignments;
  private final AllocationSettings settings;

  DriverPlacing(RunQueue queue, Assignments assignments, AllocationSettings settings) {
    this.queue = queue;
    this.assignments = assignments;
    this.settings = settings;
  }

  /**
   * Places drivers, each where nobody waits who came before it. One that the nodes of now could not
   * hold even when idle waits for other nodes, and nobody waits behind it; one that no node could
   * hold, not even a silent one, fails when its patience is over.
   *
   * @param wants what live attempts want: one that is stuck goes before any new driver
   */
  void place(List<WaitingRun> waiting, Rooms rooms, List<ExecutorWants> wants, IdleCluster idle) {
    Ahead ahead = new Ahead(rooms);
    wants.stream()
        .filter(ExecutorWants::isStuck)
        .filter(idle::fitsNow)
        .forEach(
            stuck ->
                ahead.add(
                    "Waits until run %s has its first executor; it came first."
                        .formatted(stuck.attempt().runId()),
                    stuck::admits));
    for (WaitingRun run : withoutMisfits(waiting, rooms, idle)) {
      if (rooms.open().isEmpty()) {
        explainNoNode(run, rooms);
      } else {
        place(run, rooms, ahead, idle);
      }
    }
  }

  private void place(WaitingRun run, Rooms rooms, Ahead ahead, IdleCluster idle) {
    Optional<String> noLabel = MissingLabels.now(rooms, run.driver(), run.executor());
    if (noLabel.isPresent()) {
      queue.explain(run.runId(), Reason.NO_NODE_WITH_LABEL, noLabel.get());
    } else if (!place(run, ahead.free())) {
      Reason why =
          ahead
              .of(run)
              .map(behind -> new Reason(Reason.WAITING_FOR_CAPACITY, behind))
              .orElseGet(() -> whyNot(run, rooms));
      queue.explain(run.runId(), why.code(), why.message());
      if (idle.fitsNow(run.driver(), run.executor())) {
        ahead.add(
            "Waits behind run %s of %s, which came first and waits for capacity."
                .formatted(run.runId(), run.jobName()),
            room -> Reservations.mayUse(run, room));
      }
    }
  }

  /** A cluster without any READY node may just be starting, so it says nothing against a run. */
  private List<WaitingRun> withoutMisfits(List<WaitingRun> waiting, Rooms rooms, IdleCluster idle) {
    List<WaitingRun> fitting = new ArrayList<>();
    for (WaitingRun run : waiting) {
      Optional<Misfit> why =
          rooms.isAnyReady() ? idle.whyNever(run.driver(), run.executor()) : Optional.empty();
      why.ifPresentOrElse(
          it -> queue.misfits(run.runId(), it, settings.misfitTicks()), () -> fitting.add(run));
    }
    queue.fit(fitting.stream().map(WaitingRun::runId).toList());
    return fitting;
  }

  private boolean place(WaitingRun run, Rooms rooms) {
    for (Room room : rooms.forDriver(run.driver())) {
      room.take(run.driver().process());
      if (run.executorInstances() == 0 || executorRoom(run, rooms, room).isPresent()) {
        long fence = queue.openAttempt(run.runId(), room.nodeId());
        assignments.assignDriver(
            fence, room.nodeId(), run.driver().process(), run.executor(), run.executorInstances());
        CrashPoints.hit(CrashPoint.SERVER_DRIVER_PLACED);
        hold(run, rooms, room);
        return true;
      }
      room.giveBack(run.driver().process());
    }
    return false;
  }

  /** Keeps the room that its executors are going to need from the drivers behind it. */
  private static void hold(WaitingRun run, Rooms rooms, Room driver) {
    Map<UUID, Integer> held = new HashMap<>();
    ExecutorNeed executor = ExecutorNeed.of(run.executor(), driver.runtime());
    for (int i = 0; i < run.executorInstances(); i++) {
      Optional<Room> room = rooms.forExecutor(executor, it -> held.getOrDefault(it.nodeId(), 0));
      if (room.isEmpty()) {
        return;
      }
      room.get().take(executor.process());
      held.merge(room.get().nodeId(), 1, Integer::sum);
    }
  }

  private static Optional<Room> executorRoom(WaitingRun run, Rooms rooms, Room driver) {
    return rooms.forExecutor(ExecutorNeed.of(run.executor(), driver.runtime()), room -> 0);
  }

  private static Reason whyNot(WaitingRun run, Rooms rooms) {
    List<Room> forDriver = rooms.forDriver(run.driver());
    if (forDriver.isEmpty()) {
      return lacks("The driver", run.driver(), rooms.nearest(run.driver()));
    }
    Room driver = forDriver.get(0);
    driver.take(run.driver().process());
    Reason why =
        lacks(
            "The driver would fit on %s, but then an executor".formatted(driver.name()),
            run.executor(),
            rooms.nearest(ExecutorNeed.of(run.executor(), driver.runtime())));
    driver.giveBack(run.driver().process());
    return why;
  }

  private static Reason lacks(String who, PlacementNeed need, Optional<Room> nearest) {
    return Figures.lacks(
        need.process(),
        nearest,
        "%s needs %s on one node%s; the most that is free is %s."
            .formatted(
                who,
                Figures.of(need.process()),
                Figures.with(need.placement()),
                Figures.free(nearest)));
  }

  private void explainNoNode(WaitingRun run, Rooms rooms) {
    if (rooms.isAnyReady()) {
      queue.explain(
          run.runId(),
          "STORAGE_NOT_SHARED",
          "No READY node reads the platform's storage. Mount it at the same path on %s."
              .formatted(names(rooms, NodeState.READY)));
    } else {
      queue.explain(run.runId(), "NO_NODE_READY", whyNoneIsReady(rooms));
    }
  }

  private static String whyNoneIsReady(Rooms rooms) {
    if (rooms.all().isEmpty()) {
      return "No node has joined. Start one: stoker node --platform URL --token-file FILE.";
    }
    String states =
        rooms.all().stream()
            .map(room -> room.name() + " is " + room.state())
            .collect(Collectors.joining(", "));
    return "No node is READY: %s. Start the service of one again, or let another node join: stoker node --platform URL --token-file FILE."
        .formatted(states);
  }

  private static String names(Rooms rooms, NodeState state) {
    return rooms.all().stream()
        .filter(room -> room.state() == state)
        .map(Room::name)
        .collect(Collectors.joining(", "));
  }
}
