package io.stoker.allocation;

import java.util.List;
import java.util.UUID;
import java.util.function.Predicate;

/** The executors that an attempt has on nodes that report. */
record Present(List<Some> all) {
  static final Present NONE = new Present(List.of());

  /**
   * Those of one resource profile on one node.
   *
   * @param coresMilli and {@code memoryBytes}: of all of them
   * @param working how many of them have a task, or have not been heard to have none
   * @param idle how many have had none for so long that they may be given to others
   */
  record Some(
      int profileId,
      UUID nodeId,
      int count,
      long coresMilli,
      long memoryBytes,
      int working,
      int idle) {}

  /** Executors that have no task, and what they take. */
  record Idle(int count, long coresMilli, long memoryBytes) {
    private static Idle of(Some some) {
      int idle = some.count() - some.working();
      return new Idle(
          idle, some.coresMilli() * idle / some.count(), some.memoryBytes() * idle / some.count());
    }

    private Idle plus(Idle other) {
      return new Idle(
          count + other.count, coresMilli + other.coresMilli, memoryBytes + other.memoryBytes);
    }
  }

  int count() {
    return all.stream().mapToInt(Some::count).sum();
  }

  int count(int profileId) {
    return all.stream().filter(some -> some.profileId() == profileId).mapToInt(Some::count).sum();
  }

  int countOn(UUID nodeId) {
    return all.stream().filter(some -> some.nodeId().equals(nodeId)).mapToInt(Some::count).sum();
  }

  /** Those of other profiles that have no task. */
  Idle idleBeside(int profileId) {
    return all.stream()
        .filter(some -> some.profileId() != profileId)
        .map(Idle::of)
        .reduce(new Idle(0, 0, 0), Idle::plus);
  }

  /** Whether one of a profile has had no task for long, on some nodes. */
  boolean isAnyIdle(int profileId, Predicate<UUID> nodes) {
    return all.stream()
        .anyMatch(
            some -> some.profileId() == profileId && some.idle() > 0 && nodes.test(some.nodeId()));
  }

  boolean isAnyWorking() {
    return all.stream().anyMatch(some -> some.working() > 0);
  }
}
