package io.stoker.allocation;

import static java.util.stream.Collectors.toSet;

import io.stoker.cluster.ProcessNeed;
import io.stoker.run.AttemptDemand;
import io.stoker.run.Demand;
import io.stoker.run.Reason;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** What one attempt lacks in executors while a pass goes on. */
final class ExecutorWants {
  private final OpenAttempt attempt;
  private final Share share;
  private final List<Room> nodes;
  private final Predicate<Room> reserved;
  private final Predicate<Room> awaited;
  private final WaitWords words;
  private final List<ProfileWant> wants;
  private final boolean asked;
  private final Map<UUID, Integer> placed = new HashMap<>();
  private long coresMilli;
  private long memoryBytes;
  private @Nullable ProfileWant unplaced;
  private @Nullable ProfileWant atMax;
  private @Nullable ProcessNeed kept;

  private ExecutorWants(
      Holder holder, Set<String> excludedHosts, List<ProfileWant> wants, boolean asked) {
    this.attempt = holder.attempt;
    this.share = holder.share;
    this.nodes = holder.nodes;
    this.reserved = holder.reserved;
    this.awaited = holder.awaited;
    this.coresMilli = holder.used.coresMilli();
    this.memoryBytes = holder.used.memoryBytes();
    this.words = new WaitWords(share, reserved, excludedHosts, attempt.present());
    this.wants = wants;
    this.asked = asked;
  }

  /**
   * Whose wants they are.
   *
   * @param share of its queue
   * @param used what its processes own
   * @param nodes all of them
   * @param idle the same as if nothing ran on them
   * @param reserved nodes for which older runs of its queue wait
   * @param awaited nodes for which older runs of any queue wait
   */
  record Holder(
      OpenAttempt attempt,
      Share share,
      ShareStore.Used used,
      List<Room> nodes,
      IdleCluster idle,
      Predicate<Room> reserved,
      Predicate<Room> awaited) {}

  /** Takes the room that a pass has found. */
  interface Placer {
    void place(ExecutorWants want, int profileId, ProcessNeed need, Room room);
  }

  /** A driver that has said what it wants. */
  static ExecutorWants asked(Holder holder, AttemptDemand demand) {
    OpenAttempt attempt = holder.attempt;
    Set<String> excluded = excludedHosts(holder, demand);
    List<ProfileWant> wants = new ArrayList<>();
    for (Demand.Profile profile : demand.profiles()) {
      ExecutorNeed need =
          new ExecutorNeed(
              process(profile),
              attempt.executor().placement(),
              attempt.runtime(),
              excluded,
              LocalTasks.of(profile.localTasks(), holder.nodes));
      int present = attempt.present().count(profile.profileId());
      wants.add(new ProfileWant(profile.profileId(), need, present, profile.total()));
    }
    return new ExecutorWants(holder, excluded, wants, true);
  }

  /** What Spark excludes, and where executors never came to this driver, while others hold them. */
  private static Set<String> excludedHosts(Holder holder, AttemptDemand demand) {
    OpenAttempt attempt = holder.attempt;
    Set<String> excluded = new TreeSet<>(demand.excludedHosts());
    holder.nodes.stream()
        .filter(room -> attempt.unregistered().contains(room.nodeId()))
        .map(Room::host)
        .forEach(excluded::add);
    Set<UUID> others =
        holder.nodes.stream()
            .filter(Room::isOpen)
            .filter(room -> room.runtime().equals(attempt.runtime()))
            .filter(room -> room.admits(attempt.executor()))
            .filter(room -> !excluded.contains(room.host()))
            .map(Room::nodeId)
            .collect(toSet());
    boolean held =
        demand.profiles().stream()
            .filter(it -> it.total() > 0)
            .allMatch(it -> holder.idle.isHeldByOneOf(others, process(it)));
    return held ? excluded : demand.excludedHosts();
  }

  private static ProcessNeed process(Demand.Profile profile) {
    return new ProcessNeed(profile.cores() * 1000L, profile.heapBytes(), profile.memoryBytes());
  }

  /** A driver that has not spoken yet: what its run declares is held for it. */
  static ExecutorWants held(Holder holder) {
    OpenAttempt attempt = holder.attempt;
    ExecutorNeed need = ExecutorNeed.of(attempt.executor(), attempt.runtime());
    ProfileWant want = new ProfileWant(0, need, attempt.present().count(), attempt.executors());
    return new ExecutorWants(holder, Set.of(), List.of(want), false);
  }

  OpenAttempt attempt() {
    return attempt;
  }

  /** Whether the driver has asked; else room is only held. */
  boolean isAsked() {
    return asked;
  }

  int wanted() {
    return attempt.present().count() + placedCount() + missing();
  }

  /**
   * Whether it makes no progress though it wants to: it has no executor of a profile that it wants,
   * and none of another one that works.
   */
  boolean isStuck() {
    return placed.isEmpty() && !attempt.present().isAnyWorking() && !lackingAll().isEmpty();
  }

  /** Whether one of what it lacks would fit. */
  boolean fits(Rooms rooms) {
    return wants.stream()
        .filter(want -> want.missing() > 0)
        .anyMatch(want -> rooms.forExecutor(want.need(), room -> 0).isPresent());
  }

  /** Whether it has executors without a task of all the profiles of which it lacks some. */
  boolean isIdling() {
    return missing() > 0
        && wants.stream()
            .filter(want -> want.missing() > 0)
            .allMatch(
                want -> attempt.present().isAnyIdle(want.profileId(), node -> admits(want, node)));
  }

  /** Spark gives no task to one on a host that it excludes. */
  private boolean admits(ProfileWant want, UUID nodeId) {
    return nodes.stream()
        .anyMatch(room -> room.nodeId().equals(nodeId) && want.need().admits(room));
  }

  /** Whether an older run of its queue waits for a node. */
  boolean isReserved(Room room) {
    return reserved.test(room);
  }

  /** Profiles of which it wants executors and has none. */
  List<ProfileWant> lackingAll() {
    return wants.stream().filter(want -> want.missing() > 0 && want.present() == 0).toList();
  }

  /** Whether Spark keeps some executors that its attempt has, though they may idle. */
  boolean keeps(Present.Some some) {
    return wants.stream().anyMatch(want -> want.profileId() == some.profileId() && want.keepsAll());
  }

  /** The most that its queue may take. */
  Maximum maximum() {
    return share.maximum();
  }

  /** Whether what it lacks may go to a node, were there room. */
  boolean admits(Room room) {
    return wants.stream().anyMatch(want -> want.missing() > 0 && want.need().admits(room));
  }

  /** The part of the cluster that its attempt has. */
  double part() {
    return share.part(coresMilli, memoryBytes);
  }

  /**
   * Places one executor of an attempt that is stuck: where an older run waits, of whichever queue,
   * only when it can be nowhere else, since without it the driver would hold its own room for
   * nothing.
   */
  void placeFirst(Rooms rooms, Placer placer) {
    for (ProfileWant want : lackingAll()) {
      if (isStuck() && admits(want) && !placeOne(want, rooms.without(awaited), placer)) {
        placeOne(want, rooms, placer);
      }
    }
  }

  /**
   * Keeps others from what an executor of one that is stuck waits for: from a part of what its
   * queue may take, and from nodes when it is them that it lacks.
   */
  void keepPlace(Ahead ahead) {
    lackingAll().stream()
        .map(want -> want.need().process())
        .filter(share.maximum()::holds)
        .findFirst()
        .ifPresent(
            need -> {
              share.take(need);
              kept = need;
            });
    if (unplaced != null) {
      ahead.add(this);
    }
  }

  /** What its queue's share counts for it though it is not placed. */
  Optional<ProcessNeed> kept() {
    return Optional.ofNullable(kept);
  }

  /** An executor for which there was no room though its queue may have it. */
  Optional<ExecutorNeed> lacking() {
    return Optional.ofNullable(unplaced).map(ProfileWant::need);
  }

  /** What its queue may still take is for a run that has waited for long. */
  void keepBack() {
    atMax = wants.stream().filter(want -> want.missing() > 0).findFirst().orElse(null);
  }

  /** Places one more; false when there is no room for any. */
  boolean placeNext(Rooms rooms, Placer placer) {
    Rooms free = rooms.without(reserved);
    unplaced = null;
    atMax = null;
    for (ProfileWant want : fewestFirst()) {
      if (want.missing() > 0 && admits(want) && placeOne(want, free, placer)) {
        return true;
      }
    }
    return false;
  }

  /** Else the stages of one profile would wait until those of another have all that they want. */
  private List<ProfileWant> fewestFirst() {
    return wants.stream().sorted(Comparator.comparingInt(ProfileWant::present)).toList();
  }

  /**
   * Why some are not placed; empty when all are.
   *
   * @param never why some of them can never be; null when all can
   * @param free nodes for which nobody waits whose turn comes first
   */
  Optional<Reason> whyWaiting(@Nullable Reason never, Rooms rooms, Rooms free) {
    if (missing() == 0) {
      return Optional.empty();
    }
    String waiting = "%d of %d executors wait. ".formatted(missing(), wanted());
    if (never != null) {
      return Optional.of(new Reason(never.code(), waiting + never.message()));
    }
    ProfileWant limited = atMax;
    if (limited != null) {
      return Optional.of(words.atMaximum(limited, waiting));
    }
    ProfileWant want = unplaced;
    return Optional.ofNullable(want).map(it -> words.noRoom(it, waiting, rooms, free));
  }

  private boolean admits(ProfileWant want) {
    boolean admitted = share.admits(want.need().process());
    atMax = admitted ? atMax : want;
    return admitted;
  }

  private boolean placeOne(ProfileWant want, Rooms rooms, Placer placer) {
    Optional<Room> room = rooms.forExecutor(want.need(), it -> countOn(it.nodeId()));
    if (room.isEmpty()) {
      unplaced = want;
      return false;
    }
    ProcessNeed process = want.need().process();
    room.get().take(process);
    share.take(process);
    coresMilli += process.coresMilli();
    memoryBytes += process.memoryBytes();
    placer.place(this, want.profileId(), process, room.get());
    placed.merge(room.get().nodeId(), 1, Integer::sum);
    want.place();
    return true;
  }

  private int countOn(UUID nodeId) {
    return attempt.present().countOn(nodeId) + placed.getOrDefault(nodeId, 0);
  }

  private int placedCount() {
    return placed.values().stream().mapToInt(Integer::intValue).sum();
  }

  private int missing() {
    return wants.stream().mapToInt(ProfileWant::missing).sum();
  }
}
