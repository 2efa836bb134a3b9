package io.stoker.allocation;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toList;
import static java.util.stream.Collectors.toSet;

import io.stoker.allocation.GivingStore.Holding;
import io.stoker.cluster.HandBacks;
import io.stoker.run.RunQueue;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import org.springframework.stereotype.Component;

/**
 * Lets executors go for claims that have found no room, by the rules of {@link HandBackRule}. Whom
 * they are given for comes before who gives them up until it has its room. It works by level: what
 * is on its way counts as free already.
 */
@Component
class GivingBack {
  private final GivingStore store;
  private final ShareStore shareStore;
  private final HandBacks handBacks;
  private final RunQueue queue;
  private final AllocationSettings settings;

  GivingBack(
      GivingStore store,
      ShareStore shareStore,
      HandBacks handBacks,
      RunQueue queue,
      AllocationSettings settings) {
    this.store = store;
    this.shareStore = shareStore;
    this.handBacks = handBacks;
    this.queue = queue;
    this.settings = settings;
  }

  /**
   * Serves claims: those of queues below their shares first, then those of attempts that have no
   * executor, and those for which executors go already; else in their order. The pass is over:
   * rooms and shares are this method's from now on.
   *
   * @param heard attempts whose drivers speak and would hear it
   */
  void serve(List<Claim> claims, Shares shares, Rooms rooms, Set<Long> heard) {
    if (claims.isEmpty()) {
      shareStore.give(Set.of());
      return;
    }
    List<Room> open = rooms.open();
    open.forEach(Room::withoutEndingHistory);
    Set<UUID> nodes = open.stream().map(Room::nodeId).collect(toSet());
    store
        .leaving(settings.handBackTicks())
        .forEach(
            one -> {
              open.stream()
                  .filter(room -> room.nodeId().equals(one.nodeId()))
                  .forEach(room -> room.giveBack(one.coresMilli(), one.memoryBytes()));
              if (shares.has(one.queue())) {
                shares.of(one.queue()).take(-one.coresMilli(), -one.memoryBytes());
              }
            });
    List<Holding> holdings =
        store.holdings().stream()
            .filter(one -> heard.contains(one.fence()) && shares.has(one.queue()))
            .filter(one -> nodes.contains(one.nodeId()))
            .toList();
    HandBackPlan plan =
        new HandBackPlan(shares, open, holdings, settings.idleTicks(), queue::leastExecutors);
    // else it would count twice: a queue at its maximum with it would get nothing, and one of
    // several such attempts would have the others' queue seem to have its share
    claims.forEach(claim -> claim.kept().forEach(claim.share()::giveBack));
    claims.stream()
        .sorted(
            Comparator.comparing((Claim claim) -> !claim.share().isBelow())
                .thenComparing(claim -> claim.kept().isEmpty())
                .thenComparing(claim -> !shares.given().contains(claim.runId())))
        .toList()
        .forEach(plan::serve);
    letGo(plan.given());
    shareStore.give(plan.served());
  }

  private void letGo(Map<Holding, HandBackRule> given) {
    Map<Long, Map<HandBackRule, List<Integer>>> byAttempt =
        given.keySet().stream()
            .collect(
                groupingBy(
                    Holding::fence,
                    TreeMap::new,
                    groupingBy(given::get, mapping(Holding::executorId, toList()))));
    byAttempt.forEach(
        (fence, byRule) ->
            byRule.forEach(
                (rule, executors) ->
                    handBacks.letGo(fence, executors, rule.sentence(), settings.handBackTicks())));
  }
}
