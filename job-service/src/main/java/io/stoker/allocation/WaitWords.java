package io.stoker.allocation;

import io.stoker.run.Reason;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Why executors of an attempt wait, for people.
 *
 * @param reserved nodes for which older runs of its queue wait
 */
record WaitWords(
    Share share, Predicate<Room> reserved, Set<String> excludedHosts, Present present) {

  /** Its queue may take no more. */
  Reason atMaximum(ProfileWant want, String waiting) {
    Reason why = share.atMax(want.one("one executor"), want.need().process());
    return new Reason(why.code(), waiting + why.message());
  }

  /**
   * No node has room.
   *
   * @param unclaimed nodes for which nobody waits whose turn comes first
   */
  Reason noRoom(ProfileWant want, String waiting, Rooms rooms, Rooms unclaimed) {
    Optional<Reason> missing = Missing.now(rooms, want.need());
    if (missing.isPresent()) {
      return new Reason(missing.get().code(), waiting + missing.get().message());
    }
    Rooms free = unclaimed.without(reserved);
    Optional<Room> nearest = free.nearest(want.need());
    return Figures.lacks(
        want.need().process(),
        nearest,
        "%s%s needs %s on one node%s%s%s; the most that is free is %s.%s"
            .formatted(
                waiting,
                want.one("One"),
                Figures.of(want.need().process()),
                Figures.with(want.need().placement()),
                excludedHosts.isEmpty() ? "" : " other than " + String.join(", ", excludedHosts),
                free.all().size() == rooms.all().size()
                    ? ""
                    : " for which nobody waits whose turn comes first",
                Figures.free(nearest),
                ownIdle(want)));
  }

  /** It may be the run itself that keeps the room. */
  private String ownIdle(ProfileWant want) {
    Present.Idle idle = present.idleBeside(want.profileId());
    return idle.count() == 0
        ? ""
        : " The run's own %d idle executors of other profiles have %s: Spark gives them back when they have idled for long enough (executorIdleTimeout), but those with cached data only when that is unpersisted or spark.dynamicAllocation.cachedExecutorIdleTimeout is set."
            .formatted(idle.count(), Figures.of(idle.coresMilli(), idle.memoryBytes()));
  }
}
