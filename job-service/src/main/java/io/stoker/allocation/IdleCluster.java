package io.stoker.allocation;

import io.stoker.cluster.NodeState;
import io.stoker.cluster.PlacementNeed;
import io.stoker.cluster.ProcessNeed;
import io.stoker.error.ErrorCode;
import io.stoker.queue.QueueUses;
import io.stoker.run.Misfit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Predicate;

/** The nodes as if nothing ran on them: what could ever fit, and what could fit now. */
final class IdleCluster {
  private final Rooms rooms;

  IdleCluster(Rooms rooms) {
    this.rooms = rooms;
  }

  /**
   * Why a driver and an executor beside it fit on none of the nodes that have joined, silent ones
   * included; empty when they do, and when no node has joined.
   */
  Optional<Misfit> whyNever(PlacementNeed driver, PlacementNeed executor) {
    return rooms.all().isEmpty() || holds(rooms.all(), driver, executor)
        ? Optional.empty()
        : Missing.never(rooms.all(), driver, executor)
            .or(
                () ->
                    Optional.of(
                        new Misfit(
                            ErrorCode.DOES_NOT_FIT,
                            why(driver, executor),
                            Oversize.of(rooms.all(), driver, executor),
                            Misfit.Cure.NODE)));
  }

  /** What READY nodes have in all. */
  QueueUses.Cluster ready() {
    List<Room> ready =
        rooms.all().stream().filter(room -> room.state() == NodeState.READY).toList();
    return new QueueUses.Cluster(
        ready.stream().mapToLong(Room::coresMilli).sum(),
        ready.stream().mapToLong(Room::memoryBytes).sum());
  }

  /** Whether the nodes that may get work now could hold a run. */
  boolean fitsNow(PlacementNeed driver, PlacementNeed executor) {
    return holds(rooms.open(), driver, executor);
  }

  /** Whether an executor could join an attempt that has what it has, were nobody else there. */
  boolean fitsNow(ExecutorWants wants) {
    return beside(wants.attempt(), any -> true, wants::fits);
  }

  /** Whether one of these nodes could hold a process, were nothing else on it. */
  boolean isHeldByOneOf(Set<UUID> nodes, ProcessNeed need) {
    return rooms.all().stream().anyMatch(room -> nodes.contains(room.nodeId()) && room.fits(need));
  }

  /** What is to be seen when there is nothing but an attempt's driver and some of its executors. */
  <T> T beside(OpenAttempt attempt, Predicate<Present.Some> staying, Function<Rooms, T> look) {
    List<Runnable> undo = new ArrayList<>();
    take(attempt.driverNodeId(), attempt.driver(), undo);
    attempt.present().all().stream()
        .filter(staying)
        .forEach(
            some ->
                take(
                    some.nodeId(),
                    new ProcessNeed(some.coresMilli(), 0, some.memoryBytes()),
                    undo));
    T seen = look.apply(rooms);
    undo.forEach(Runnable::run);
    return seen;
  }

  private void take(UUID nodeId, ProcessNeed need, List<Runnable> undo) {
    rooms.all().stream()
        .filter(room -> room.nodeId().equals(nodeId))
        .forEach(
            room -> {
              room.take(need);
              undo.add(() -> room.giveBack(need));
            });
  }

  private static boolean holds(List<Room> rooms, PlacementNeed driver, PlacementNeed executor) {
    for (Room room : rooms) {
      if (room.fits(driver)) {
        room.take(driver.process());
        boolean holds =
            rooms.stream()
                .anyMatch(
                    other ->
                        other.runtime().equals(room.runtime())
                            && other.fits(room.beside(executor)));
        room.giveBack(driver.process());
        if (holds) {
          return true;
        }
      }
    }
    return false;
  }

  private String why(PlacementNeed driver, PlacementNeed executor) {
    String nodes =
        Figures.have(
            rooms.all().stream()
                .filter(room -> room.admits(driver) || room.admits(executor))
                .toList());
    return "The driver needs %s (heap and overhead)%s%s. Even when idle, %s. Ask for less, or add a bigger node."
        .formatted(
            Figures.of(driver.process()),
            Figures.with(driver.placement()),
            executor.process().coresMilli() == 0
                ? ""
                : ", and at the same time one executor needs %s%s, each on one node"
                    .formatted(Figures.of(executor.process()), Figures.with(executor.placement())),
            nodes);
  }
}
