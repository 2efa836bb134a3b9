package io.stoker.allocation;

import io.stoker.cluster.Assignments;
import io.stoker.cluster.NodeState;
import io.stoker.cluster.PlacementNeed;
import io.stoker.cluster.ProcessNeed;
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

/** Gives a waiting run a place for its driver, where nobody waits who comes first. */
@Component
class DriverPlacing {
  private final RunQueue queue;
  private final Assignments assignments;
  private final HistoryPlacing history;
  private final AllocationSettings settings;

  DriverPlacing(
      RunQueue queue,
      Assignments assignments,
      HistoryPlacing history,
      AllocationSettings settings) {
    this.queue = queue;
    this.assignments = assignments;
    this.history = history;
    this.settings = settings;
  }

  /** A run that is to get a place. */
  record Place(WaitingRun run, Share share) {}

  /** What became of it. */
  enum Outcome {
    PLACED,
    /** Who comes behind it gets nothing on the nodes that it may go to. */
    WAITS_FOR_NODES,
    /** Who comes behind it in its queue gets nothing. */
    WAITS_FOR_QUEUE,
    /** Nobody waits behind it: no node of now could hold it, or as many runs go on as may. */
    LEFT_OUT
  }

  /**
   * Runs that could be placed some time. One that no node could hold, not even a silent one, or
   * that its queue never admits, fails when its patience is over.
   */
  List<WaitingRun> withoutMisfits(
      List<WaitingRun> waiting, Rooms rooms, IdleCluster idle, Shares shares) {
    List<WaitingRun> fitting = new ArrayList<>();
    for (WaitingRun run : waiting) {
      Optional<Misfit> why =
          shares
              .of(run.queue())
              .maximum()
              .whyNever(run.driver(), run.executor())
              .or(() -> whyNever(run, rooms, idle));
      why.ifPresentOrElse(
          it -> queue.misfits(run.runId(), it, settings.misfitTicks()), () -> fitting.add(run));
    }
    queue.fit(fitting.stream().map(WaitingRun::runId).toList());
    return fitting;
  }

  /** A cluster without any READY node may just be starting, so it says nothing against a run. */
  private static Optional<Misfit> whyNever(WaitingRun run, Rooms rooms, IdleCluster idle) {
    return rooms.isAnyReady() ? idle.whyNever(run.driver(), run.executor()) : Optional.empty();
  }

  Outcome place(Place place, Ahead ahead, IdleCluster idle) {
    WaitingRun run = place.run();
    Rooms rooms = ahead.rooms();
    if (rooms.open().isEmpty()) {
      return leftOut(place, whyNoNode(rooms));
    }
    Optional<Reason> missing = Missing.now(rooms, run.driver(), run.executor());
    if (missing.isPresent()) {
      return leftOut(place, missing.get());
    }
    if (!run.started() && !place.share().admitsRun()) {
      return leftOut(place, place.share().runLimit());
    }
    if (!place.share().admits(run.driver().process(), run.executor().process())) {
      explain(place, atMax(place));
      return Outcome.WAITS_FOR_QUEUE;
    }
    if (place(place, ahead.free())) {
      return Outcome.PLACED;
    }
    Reason why =
        ahead
            .of(run)
            .map(behind -> new Reason(Reason.WAITING_FOR_CAPACITY, behind))
            .orElseGet(() -> whyNot(run, rooms));
    explain(
        place,
        history
            .giveWay(run, ahead.free(), free -> driverRoom(run, free).isPresent())
            .map(why::and)
            .orElse(why));
    if (!idle.fitsNow(run.driver(), run.executor())) {
      return Outcome.LEFT_OUT;
    }
    ahead.add(run);
    return Outcome.WAITS_FOR_NODES;
  }

  /** It has come before everybody, so no other of its queue may while it goes on. */
  void markAged(WaitingRun run) {
    queue.markAged(run.runId());
  }

  /** Its queue is at its maximum, and an older run of it waits for that. */
  void explainBehind(Place place, WaitingRun first) {
    explain(
        place,
        new Reason(
            Reason.QUEUE_AT_MAX,
            "%s. Waits behind run %s of %s, which came first and waits for a part of that."
                .formatted(place.share().maximum().sentence(), first.runId(), first.jobName())));
  }

  private Outcome leftOut(Place place, Reason why) {
    explain(place, why);
    return Outcome.LEFT_OUT;
  }

  private void explain(Place place, Reason why) {
    queue.explain(place.run().runId(), why.code(), why.message());
  }

  private static Reason atMax(Place place) {
    ProcessNeed driver = place.run().driver().process();
    ProcessNeed executor = place.run().executor().process();
    return place
        .share()
        .atMax(
            "the driver with one executor",
            new ProcessNeed(
                driver.coresMilli() + executor.coresMilli(),
                0,
                driver.memoryBytes() + executor.memoryBytes()));
  }

  private boolean place(Place place, Rooms rooms) {
    Optional<Room> room = driverRoom(place.run(), rooms);
    room.ifPresent(it -> start(place, rooms, it));
    return room.isPresent();
  }

  private void start(Place place, Rooms rooms, Room room) {
    WaitingRun run = place.run();
    room.take(run.driver().process());
    long fence = queue.openAttempt(run.runId(), room.nodeId());
    assignments.assignDriver(
        fence,
        room.nodeId(),
        run.driver().process(),
        room.beside(run.executor()),
        run.executorInstances());
    CrashPoints.hit(CrashPoint.SERVER_DRIVER_PLACED);
    place.share().take(run.driver().process());
    if (!run.started()) {
      place.share().start();
    }
    hold(place, rooms, room);
  }

  /** The best node for a driver beside which one of its executors has room at the same time. */
  private static Optional<Room> driverRoom(WaitingRun run, Rooms rooms) {
    return rooms.forDriver(run.driver()).stream()
        .filter(
            room -> {
              room.take(run.driver().process());
              boolean both = executorRoom(run, rooms, room).isPresent();
              room.giveBack(run.driver().process());
              return both;
            })
        .findFirst();
  }

  /** Keeps the room that its executors are going to need from the drivers behind it. */
  private static void hold(Place place, Rooms rooms, Room driver) {
    WaitingRun run = place.run();
    Map<UUID, Integer> held = new HashMap<>();
    ExecutorNeed executor = ExecutorNeed.beside(driver, run.executor());
    for (int i = 0; i < run.executorInstances(); i++) {
      Optional<Room> room = rooms.forExecutor(executor, it -> held.getOrDefault(it.nodeId(), 0));
      if (room.isEmpty() || !place.share().admits(executor.process())) {
        return;
      }
      room.get().take(executor.process());
      place.share().take(executor.process());
      held.merge(room.get().nodeId(), 1, Integer::sum);
    }
  }

  private static Optional<Room> executorRoom(WaitingRun run, Rooms rooms, Room driver) {
    return rooms.forExecutor(ExecutorNeed.beside(driver, run.executor()), room -> 0);
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
            rooms.nearest(ExecutorNeed.beside(driver, run.executor())));
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

  private static Reason whyNoNode(Rooms rooms) {
    return rooms.isAnyReady()
        ? new Reason(
            "STORAGE_NOT_SHARED",
            "No READY node reads the platform's storage. Mount it at the same path on %s."
                .formatted(names(rooms, NodeState.READY)))
        : new Reason("NO_NODE_READY", whyNoneIsReady(rooms));
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
