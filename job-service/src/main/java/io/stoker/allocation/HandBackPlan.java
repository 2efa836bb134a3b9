package io.stoker.allocation;

import io.stoker.allocation.GivingStore.Holding;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Which executors queues above their shares give up for claims of queues below theirs. None is
 * brought below its share by that, and no run loses its last executor of a resource profile: it
 * would get another one before all others, and nothing would be won.
 */
final class HandBackPlan {
  private final Shares shares;
  private final List<Room> rooms;
  private final List<Holding> holdings;
  private final int idleTicks;
  private final Set<Holding> given = new HashSet<>();
  private final Map<Profile, Integer> left = new HashMap<>();

  private record Profile(long fence, int id) {
    static Profile of(Holding one) {
      return new Profile(one.fence(), one.profileId());
    }
  }

  /**
   * @param rooms as a pass leaves them, with what is about to become free
   * @param holdings executors of drivers that are heard, those first that had better be given
   * @param idleTicks after which one without a task counts as idle
   */
  HandBackPlan(Shares shares, List<Room> rooms, List<Holding> holdings, int idleTicks) {
    this.shares = shares;
    this.rooms = rooms;
    this.holdings =
        holdings.stream()
            .sorted(Comparator.comparing((Holding one) -> one.idleTicks() < idleTicks))
            .toList();
    this.idleTicks = idleTicks;
    holdings.forEach(one -> left.merge(Profile.of(one), 1, Integer::sum));
  }

  /** Adds what a claim needs besides what is free or will be; nothing when that is not enough. */
  void serve(Claim claim) {
    if (!claim.share().isBelow()) {
      return;
    }
    List<Runnable> undo = new ArrayList<>();
    for (Claim.Piece piece : claim.pieces()) {
      Optional<Room> room =
          rooms.stream()
              .filter(one -> piece.admits().test(one) && one.fits(piece.need()))
              .findFirst()
              .or(() -> emptied(claim, piece, undo));
      if (room.isEmpty()) {
        undo.forEach(Runnable::run);
        return;
      }
      room.get().take(piece.need());
      claim.share().take(piece.need());
      undo.add(
          () -> {
            room.get().giveBack(piece.need());
            claim.share().giveBack(piece.need());
          });
    }
  }

  /** Executors to be let go, by their attempt. */
  Set<Holding> given() {
    return given;
  }

  /** The node that has to give up the fewest. */
  private Optional<Room> emptied(Claim claim, Claim.Piece piece, List<Runnable> undo) {
    Optional<List<Holding>> least =
        rooms.stream()
            .filter(piece.admits())
            .map(room -> enough(claim, piece, room))
            .flatMap(Optional::stream)
            .min(Comparator.comparingInt(List::size));
    least.ifPresent(
        some -> {
          some.forEach(this::give);
          undo.add(() -> some.forEach(this::takeBack));
        });
    return least.map(some -> room(some.get(0)));
  }

  /** Executors on a node that would make enough room there; it is all as before afterwards. */
  private Optional<List<Holding>> enough(Claim claim, Claim.Piece piece, Room room) {
    List<Holding> some = new ArrayList<>();
    for (Holding one : holdings) {
      if (!room.fits(piece.need()) && one.nodeId().equals(room.nodeId()) && mayGive(one, claim)) {
        give(one);
        some.add(one);
      }
    }
    boolean enough = room.fits(piece.need());
    some.forEach(this::takeBack);
    return enough && !some.isEmpty() ? Optional.of(some) : Optional.empty();
  }

  private boolean mayGive(Holding one, Claim claim) {
    Share donor = shares.of(one.queue());
    return donor != claim.share()
        && !given.contains(one)
        && left.getOrDefault(Profile.of(one), 0) > 1
        && (one.idleTicks() >= idleTicks || claim.share().preempts())
        && donor.keepsShareWithout(one.need());
  }

  private void give(Holding one) {
    given.add(one);
    left.merge(Profile.of(one), -1, Integer::sum);
    room(one).giveBack(one.need());
    shares.of(one.queue()).giveBack(one.need());
  }

  private void takeBack(Holding one) {
    given.remove(one);
    left.merge(Profile.of(one), 1, Integer::sum);
    room(one).take(one.need());
    shares.of(one.queue()).take(one.need());
  }

  private Room room(Holding one) {
    return rooms.stream()
        .filter(room -> room.nodeId().equals(one.nodeId()))
        .findFirst()
        .orElseThrow();
  }
}
