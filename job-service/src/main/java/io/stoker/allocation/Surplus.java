package io.stoker.allocation;

import static java.util.stream.Collectors.toMap;

import io.stoker.allocation.GivingStore.Spare;
import io.stoker.cluster.Assignments;
import io.stoker.cluster.HandBacks;
import io.stoker.run.AttemptDemand;
import io.stoker.run.Demand;
import io.stoker.run.RunQueue;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.springframework.stereotype.Component;

/**
 * Gives back what a run has beyond its demand: executors of a node that was silent are replaced,
 * and when it is heard again they stand beside those that came for them. What Spark asks for less
 * of itself is Spark's to choose: with dynamic allocation only what is beyond the run's most is
 * given.
 */
@Component
class Surplus {
  /**
   * A node that was silent once may be silent again; and an executor that its driver forgot ends.
   */
  private static final int PATIENCE_TICKS = 30;

  /** Nobody waits for their room, so they may finish long tasks. */
  private static final int UNHURRIED = 10;

  private static final String WHY =
      "The run has more executors than it asks for: a node was silent for a while and is heard again,"
          + " or the program asks for fewer.";

  private final AllocationStore store;
  private final GivingStore giving;
  private final RunQueue queue;
  private final Assignments assignments;
  private final HandBacks handBacks;
  private final AllocationSettings settings;

  Surplus(
      AllocationStore store,
      GivingStore giving,
      RunQueue queue,
      Assignments assignments,
      HandBacks handBacks,
      AllocationSettings settings) {
    this.store = store;
    this.giving = giving;
    this.queue = queue;
    this.assignments = assignments;
    this.handBacks = handBacks;
    this.settings = settings;
  }

  /**
   * Lets go what has been too much for a while.
   *
   * @param attempts as the pass has read them: what it placed is no surplus
   */
  void giveBack(Collection<OpenAttempt> attempts, Map<Long, AttemptDemand> demands) {
    Map<Long, Map<Integer, Integer>> tooMany = new HashMap<>();
    for (OpenAttempt attempt : attempts) {
      AttemptDemand demand = demands.get(attempt.fence());
      Map<Integer, Integer> surplus = demand == null ? Map.of() : of(attempt, demand);
      if (!surplus.isEmpty()) {
        tooMany.put(attempt.fence(), surplus);
      }
    }
    store
        .inSurplus(tooMany.keySet())
        .forEach(
            (fence, ticks) -> {
              if (ticks >= PATIENCE_TICKS) {
                letGo(fence, tooMany.getOrDefault(fence, Map.of()));
              }
            });
  }

  /** How many of each profile are beyond what its driver asks for and its run declares. */
  private Map<Integer, Integer> of(OpenAttempt attempt, AttemptDemand demand) {
    return demand.profiles().stream()
        .filter(profile -> attempt.present().count(profile.profileId()) > profile.total())
        .collect(
            toMap(
                Demand.Profile::profileId,
                profile ->
                    attempt.present().count(profile.profileId())
                        - Math.max(profile.total(), queue.mostExecutors(attempt.fence()))))
        .entrySet()
        .stream()
        .filter(surplus -> surplus.getValue() > 0)
        .collect(toMap(Map.Entry::getKey, Map.Entry::getValue));
  }

  private void letGo(long fence, Map<Integer, Integer> surplus) {
    List<Spare> spares =
        giving.spares(fence).stream()
            .sorted(
                Comparator.comparing(Spare::registered)
                    .thenComparing(spare -> spare.idleTicks() < settings.idleTicks()))
            .toList();
    List<Spare> chosen = new ArrayList<>();
    surplus.forEach(
        (profile, count) ->
            spares.stream()
                .filter(spare -> spare.profileId() == profile)
                .limit(count)
                .forEach(chosen::add));
    assignments.stopExecutors(fence, ids(chosen, false), WHY);
    handBacks.letGo(fence, ids(chosen, true), WHY, UNHURRIED * settings.handBackTicks());
  }

  private static List<Integer> ids(List<Spare> spares, boolean registered) {
    return spares.stream()
        .filter(spare -> spare.registered() == registered)
        .map(Spare::executorId)
        .toList();
  }
}
