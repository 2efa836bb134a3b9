package io.stoker.allocation;

import io.stoker.cluster.ProcessNeed;
import io.stoker.run.AttemptDemand;
import io.stoker.run.Demand;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What one attempt lacks in executors while a pass goes on. */
final class ExecutorWants {
  private final OpenAttempt attempt;
  private final SparkRuntime runtime;
  private final Set<String> excludedHosts;
  private final List<Want> wants;
  private final boolean asked;
  private final Map<UUID, Integer> placed = new HashMap<>();
  private @Nullable Want unplaced;

  private ExecutorWants(
      OpenAttempt attempt,
      SparkRuntime runtime,
      Set<String> excludedHosts,
      List<Want> wants,
      boolean asked) {
    this.attempt = attempt;
    this.runtime = runtime;
    this.excludedHosts = excludedHosts;
    this.wants = wants;
    this.asked = asked;
  }

  /** Missing executors of one profile. */
  private static final class Want {
    private final int profileId;
    private final ProcessNeed need;
    private int missing;

    private Want(int profileId, ProcessNeed need, int missing) {
      this.profileId = profileId;
      this.need = need;
      this.missing = Math.max(0, missing);
    }
  }

  /** Takes the room that a pass has found; a held place is taken in the pass's mind only. */
  interface Placer {
    void place(OpenAttempt attempt, int profileId, ProcessNeed need, Room room);
  }

  /** A driver that has said what it wants. */
  static ExecutorWants asked(OpenAttempt attempt, SparkRuntime runtime, AttemptDemand demand) {
    List<Want> wants = new ArrayList<>();
    for (Demand.Profile profile : demand.profiles()) {
      ProcessNeed need =
          new ProcessNeed(profile.cores() * 1000L, profile.heapBytes(), profile.memoryBytes());
      int missing = profile.total() - attempt.count(profile.profileId());
      wants.add(new Want(profile.profileId(), need, missing));
    }
    return new ExecutorWants(attempt, runtime, demand.excludedHosts(), wants, true);
  }

  /** A driver that has not spoken yet: what its run declares is held for it. */
  static ExecutorWants held(OpenAttempt attempt, SparkRuntime runtime) {
    Want want = new Want(0, attempt.executor(), attempt.executors() - attempt.count());
    return new ExecutorWants(attempt, runtime, Set.of(), List.of(want), false);
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
    idle.all().stream()
        .filter(room -> room.nodeId().equals(attempt.driverNodeId()))
        .forEach(room -> room.take(attempt.driver()));
    return wants.stream()
        .filter(want -> want.missing > 0)
        .anyMatch(
            want -> idle.forExecutor(want.need, runtime, excludedHosts, room -> 0).isPresent());
  }

  /** Places the first executor of an attempt that has none. */
  void placeFirst(Rooms rooms, Placer placer) {
    for (Want want : wants) {
      if (isStuck() && want.missing > 0) {
        placeOne(want, rooms, placer);
      }
    }
  }

  /** Places as many as there is room for. */
  void placeRest(Rooms rooms, Placer placer) {
    for (Want want : wants) {
      while (want.missing > 0 && placeOne(want, rooms, placer)) {
        // one more
      }
    }
  }

  /** Why some are not placed; empty when all are. */
  Optional<String> whyWaiting(Rooms rooms) {
    Want want = unplaced;
    if (want == null || missing() == 0) {
      return Optional.empty();
    }
    return Optional.of(
        "%d of %d executors wait. One needs %s on one node%s; the most that is free is %s."
            .formatted(
                missing(),
                wanted(),
                Figures.of(want.need),
                excludedHosts.isEmpty() ? "" : " other than " + String.join(", ", excludedHosts),
                Figures.free(rooms.nearest(want.need, runtime, excludedHosts))));
  }

  private boolean placeOne(Want want, Rooms rooms, Placer placer) {
    Optional<Room> room =
        rooms.forExecutor(want.need, runtime, excludedHosts, it -> countOn(it.nodeId()));
    if (room.isEmpty()) {
      unplaced = want;
      return false;
    }
    room.get().take(want.need);
    placer.place(attempt, want.profileId, want.need, room.get());
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
