package io.stoker.allocation;

import io.stoker.allocation.GivingStore.Holding;
import io.stoker.cluster.ProcessNeed;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.LongUnaryOperator;
import java.util.stream.Stream;

/**
 * Which executors are given up for claims that found no room, by the rules of {@link HandBackRule}.
 * No run loses its last executor of a resource profile: it would get another one before all others,
 * and nothing would be won.
 */
final class HandBackPlan {
  private final Shares shares;
  private final List<Room> rooms;
  private final List<Holding> holdings;
  private final int idleTicks;
  private final LongUnaryOperator least;
  private final Map<Holding, HandBackRule> given = new HashMap<>();
  private final Set<UUID> served = new HashSet<>();
  private final List<Claim> unserved = new ArrayList<>();
  private final Map<Profile, Integer> left = new HashMap<>();
  private final Map<Long, ProcessNeed> use = new HashMap<>();

  private record Profile(long fence, int id) {
    static Profile of(Holding one) {
      return new Profile(one.fence(), one.profileId());
    }
  }

  /**
   * A claim as it stands before it is served.
   *
   * @param isBelow whether its queue is below its share
   * @param above what its queue will then have above its share
   * @param part of the cluster that its run will then have
   */
  private record Taker(Claim claim, boolean isBelow, double above, double part) {
    static Taker of(Claim claim) {
      Share share = claim.share();
      long cores = claim.coresMilli();
      long memory = claim.memoryBytes();
      return new Taker(
          claim,
          share.isBelow(),
          share.aboveWith(cores, memory),
          claim.part() + share.part(cores, memory));
    }
  }

  /**
   * @param rooms as a pass leaves them, with what is about to become free
   * @param holdings executors of drivers that are heard, those first that had better be given
   * @param idleTicks after which one without a task counts as idle
   * @param least by attempt, how many executors of a profile its run keeps however idle
   */
  HandBackPlan(
      Shares shares,
      List<Room> rooms,
      List<Holding> holdings,
      int idleTicks,
      LongUnaryOperator least) {
    this.shares = shares;
    this.rooms = rooms;
    this.holdings =
        holdings.stream()
            .sorted(
                Comparator.comparing((Holding one) -> one.idleTicks() < idleTicks)
                    .thenComparing(Holding::cached))
            .toList();
    this.idleTicks = idleTicks;
    // asked for each executor and claim, and three statements each time
    Map<Long, Long> known = new HashMap<>();
    this.least = fence -> known.computeIfAbsent(fence, least::applyAsLong);
    for (Holding one : holdings) {
      left.merge(Profile.of(one), 1, Integer::sum);
      use.merge(one.fence(), one.need(), (some, more) -> sum(some, more, 1));
    }
  }

  /**
   * Adds what a claim needs besides what is free or will be; nothing when that is not enough. Its
   * share does not count what is kept for it, and does so again when it gets nothing.
   */
  void serve(Claim claim) {
    if (!isServed(claim)) {
      claim.kept().forEach(claim.share()::take);
    }
  }

  private boolean isServed(Claim claim) {
    Taker taker = Taker.of(claim);
    int before = given.size();
    List<Runnable> undo = new ArrayList<>();
    for (Claim.Piece piece : claim.pieces()) {
      Optional<Room> room =
          openTo(piece)
              .filter(one -> one.fits(piece.need()))
              .findFirst()
              .or(() -> emptied(taker, piece, undo));
      if (room.isEmpty() || !claim.share().admits(piece.need())) {
        undo.forEach(Runnable::run);
        if (claim.keeps()) {
          unserved.add(claim);
        }
        return false;
      }
      room.get().take(piece.need());
      claim.share().take(piece.need());
      undo.add(
          () -> {
            room.get().giveBack(piece.need());
            claim.share().giveBack(piece.need());
          });
    }
    if (given.size() > before || shares.given().contains(claim.runId())) {
      served.add(claim.runId());
    }
    return true;
  }

  /** Executors to be let go, and by which rule. */
  Map<Holding, HandBackRule> given() {
    return given;
  }

  /** Runs for which executors are let go, now or since earlier. */
  Set<UUID> served() {
    return served;
  }

  /** Where nobody waits whose turn comes first, and who would have what is given there. */
  private Stream<Room> openTo(Claim.Piece piece) {
    return rooms.stream()
        .filter(piece.admits())
        .filter(room -> unserved.stream().noneMatch(first -> first.admits(room)));
  }

  /** The node that has to give up the least cached data, and then the fewest. */
  private Optional<Room> emptied(Taker taker, Claim.Piece piece, List<Runnable> undo) {
    Optional<List<Holding>> fewest =
        openTo(piece)
            .map(room -> enough(taker, piece, room))
            .flatMap(Optional::stream)
            .min(
                Comparator.comparingLong(
                        (List<Holding> some) -> some.stream().filter(Holding::cached).count())
                    .thenComparing(List::size));
    fewest.ifPresent(
        some -> {
          some.forEach(one -> rule(one, taker).ifPresent(rule -> give(one, rule)));
          undo.add(() -> some.forEach(this::takeBack));
        });
    return fewest.map(some -> room(some.get(0)));
  }

  /** Executors on a node that would make enough room there; it is all as before afterwards. */
  private Optional<List<Holding>> enough(Taker taker, Claim.Piece piece, Room room) {
    List<Holding> some = new ArrayList<>();
    for (Holding one : holdings) {
      if (!room.fits(piece.need()) && one.nodeId().equals(room.nodeId())) {
        rule(one, taker)
            .ifPresent(
                rule -> {
                  give(one, rule);
                  some.add(one);
                });
      }
    }
    boolean enough = room.fits(piece.need());
    some.forEach(this::takeBack);
    return enough && !some.isEmpty() ? Optional.of(some) : Optional.empty();
  }

  /** By which rule an executor may be given for a claim; empty when by none. */
  private Optional<HandBackRule> rule(Holding one, Taker taker) {
    Claim claim = taker.claim();
    if (given.containsKey(one) || left.getOrDefault(Profile.of(one), 0) <= 1) {
      return Optional.empty();
    }
    Share donor = shares.of(one.queue());
    boolean isIdle = one.idleTicks() >= idleTicks;
    if (taker.isBelow()
        && donor != claim.share()
        && (isIdle || claim.share().preempts())
        && donor.keepsShareWithout(one.need())) {
      return Optional.of(HandBackRule.SHARE);
    }
    return isIdle && !claim.isIdling() && hasMore(one, donor, taker) && keepsLeast(one)
        ? Optional.of(HandBackRule.IDLE)
        : Optional.empty();
  }

  /** Whether who gives has no less than who takes, afterwards too. So none gives it back. */
  private boolean hasMore(Holding one, Share donor, Taker taker) {
    ProcessNeed need = one.need();
    if (donor != taker.claim().share()) {
      return donor.keepsShareWithout(need)
          && taker.above() <= donor.aboveWith(-need.coresMilli(), -need.memoryBytes());
    }
    ProcessNeed rest = sum(use.getOrDefault(one.fence(), need), need, -1);
    return taker.part() <= donor.part(rest.coresMilli(), rest.memoryBytes());
  }

  private boolean keepsLeast(Holding one) {
    return left.getOrDefault(Profile.of(one), 0) > least.applyAsLong(one.fence());
  }

  private void give(Holding one, HandBackRule rule) {
    given.put(one, rule);
    left.merge(Profile.of(one), -1, Integer::sum);
    use.merge(one.fence(), one.need(), (all, gone) -> sum(all, gone, -1));
    room(one).giveBack(one.need());
    shares.of(one.queue()).giveBack(one.need());
  }

  private void takeBack(Holding one) {
    given.remove(one);
    left.merge(Profile.of(one), 1, Integer::sum);
    use.merge(one.fence(), one.need(), (all, more) -> sum(all, more, 1));
    room(one).take(one.need());
    shares.of(one.queue()).take(one.need());
  }

  private static ProcessNeed sum(ProcessNeed one, ProcessNeed other, int sign) {
    return new ProcessNeed(
        one.coresMilli() + sign * other.coresMilli(),
        0,
        one.memoryBytes() + sign * other.memoryBytes());
  }

  private Room room(Holding one) {
    return rooms.stream()
        .filter(room -> room.nodeId().equals(one.nodeId()))
        .findFirst()
        .orElseThrow();
  }
}
