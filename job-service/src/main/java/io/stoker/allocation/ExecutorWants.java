package io.stoker.allocation;

import io.stoker.cluster.ProcessNeed;
import io.stoker.run.AttemptDemand;
import io.stoker.run.Demand;
import io.stoker.run.Reason;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** What one attempt lacks in executors while a pass goes on. */
final class ExecutorWants {
  private final OpenAttempt attempt;
  private final Predicate<Room> reserved;
  private final Set<String> excludedHosts;
  private final List<Want> wants;
  private final boolean asked;
  private final Map<UUID, Integer> placed = new HashMap<>();
  private @Nullable Want unplaced;

  private ExecutorWants(
      OpenAttempt attempt,
      Predicate<Room> reserved,
      Set<String> excludedHosts,
      List<Want> wants,
      boolean asked) {
    this.attempt = attempt;
    this.reserved = reserved;
    this.excludedHosts = excludedHosts;
    this.wants = wants;
    this.asked = asked;
  }

  /** Missing executors of one profile. */
  private static final class Want {
    private final int profileId;
    private final ExecutorNeed need;
    private int missing;

    private Want(int profileId, ExecutorNeed need, int missing) {
      this.profileId = profileId;
      this.need = need;
      this.missing = Math.max(0, missing);
    }
  }

  /** Takes the room that a pass has found; a held place is taken in the pass's mind only. */
  interface Placer {
    void place(OpenAttempt attempt, int profileId, ProcessNeed need, Room room);
  }

  /**
   * A driver that has said what it wants.
   *
   * @param reserved nodes for which older runs wait
   */
  static ExecutorWants asked(
      OpenAttempt attempt, SparkRuntime runtime, AttemptDemand demand, Predicate<Room> reserved) {
    List<Want> wants = new ArrayList<>();
    for (Demand.Profile profile : demand.profiles()) {
      ExecutorNeed need =
          new ExecutorNeed(
              new ProcessNeed(profile.cores() * 1000L, profile.heapBytes(), profile.memoryBytes()),
              attempt.executor().placement(),
              runtime,
              demand.excludedHosts(),
              profile.localTasks());
      int missing = profile.total() - attempt.count(profile.profileId());
      wants.add(new Want(profile.profileId(), need, missing));
    }
    return new ExecutorWants(attempt, reserved, demand.excludedHosts(), wants, true);
  }

  /** A driver that has not spoken yet: what its run declares is held for it. */
  static ExecutorWants held(OpenAttempt attempt, SparkRuntime runtime, Predicate<Room> reserved) {
    ExecutorNeed need = ExecutorNeed.of(attempt.executor(), runtime);
    Want want = new Want(0, need, attempt.executors() - attempt.count());
    return new ExecutorWants(attempt, reserved, Set.of(), List.of(want), false);
  }

  OpenAttempt attempt() {
    return attempt;
  }

  /** Whether the driver has asked; else room is only held. */
  boolean isAsked() {
    return asked;
  }

  int wanted() {
    return attempt.count() + placedCount() + missing();
  }

  /** Whether it has no executor at all, and so makes no progress, though it wants one. */
  boolean isStuck() {
    return attempt.count() == 0 && placedCount() == 0 && missing() > 0;
  }

  /** Whether one of what it lacks would fit beside its driver on idle nodes. */
  boolean fitsIdle(Rooms idle) {
    List<Room> drivers =
        idle.all().stream().filter(room -> room.nodeId().equals(attempt.driverNodeId())).toList();
    drivers.forEach(room -> room.take(attempt.driver()));
    boolean fits =
        wants.stream()
            .filter(want -> want.missing > 0)
            .anyMatch(want -> idle.forExecutor(want.need, room -> 0).isPresent());
    drivers.forEach(room -> room.giveBack(attempt.driver()));
    return fits;
  }

  /** Whether what it lacks may go to a node, were there room. */
  boolean admits(Room room) {
    return wants.stream().anyMatch(want -> want.missing > 0 && want.need.admits(room));
  }

  /**
   * Places the first executor of an attempt that has none: where an older run waits only when it
   * can be nowhere else, since without it the driver would hold its own room for nothing.
   */
  void placeFirst(Rooms rooms, Placer placer) {
    for (Want want : wants) {
      if (isStuck() && want.missing > 0 && !placeOne(want, rooms.without(reserved), placer)) {
        placeOne(want, rooms, placer);
      }
    }
  }

  /** Places as many as there is room for. */
  void placeRest(Rooms rooms, Placer placer) {
    Rooms free = rooms.without(reserved);
    for (Want want : wants) {
      while (want.missing > 0 && placeOne(want, free, placer)) {
        // one more
      }
    }
  }

  /** Why some are not placed; empty when all are. */
  Optional<Reason> whyWaiting(Rooms rooms) {
    Want want = unplaced;
    if (want == null || missing() == 0) {
      return Optional.empty();
    }
    String waiting = "%d of %d executors wait. ".formatted(missing(), wanted());
    Optional<String> noLabel = MissingLabels.now(rooms, want.need);
    if (noLabel.isPresent()) {
      return Optional.of(new Reason(Reason.NO_NODE_WITH_LABEL, waiting + noLabel.get()));
    }
    Rooms free = rooms.without(reserved);
    Optional<Room> nearest = free.nearest(want.need);
    return Optional.of(
        Figures.lacks(
            want.need.process(),
            nearest,
            "%sOne needs %s on one node%s%s%s; the most that is free is %s."
                .formatted(
                    waiting,
                    Figures.of(want.need.process()),
                    Figures.with(want.need.placement()),
                    excludedHosts.isEmpty()
                        ? ""
                        : " other than " + String.join(", ", excludedHosts),
                    free.all().size() == rooms.all().size() ? "" : " that no older run waits for",
                    Figures.free(nearest))));
  }

  private boolean placeOne(Want want, Rooms rooms, Placer placer) {
    Optional<Room> room = rooms.forExecutor(want.need, it -> countOn(it.nodeId()));
    if (room.isEmpty()) {
      unplaced = want;
      return false;
    }
    room.get().take(want.need.process());
    placer.place(attempt, want.profileId, want.need.process(), room.get());
    placed.merge(room.get().nodeId(), 1, Integer::sum);
    want.missing--;
    return true;
  }

  private int countOn(UUID nodeId) {
    return attempt.countOn(nodeId) + placed.getOrDefault(nodeId, 0);
  }

  private int placedCount() {
    return placed.values().stream().mapToInt(Integer::intValue).sum();
  }

  private int missing() {
    return wants.stream().mapToInt(want -> want.missing).sum();
  }
}
