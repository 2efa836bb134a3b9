package io.stoker.cluster;

import io.stoker.cluster.HistoryServerStore.Failures;
import io.stoker.cluster.HistoryServerStore.Wanted;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionOperations;

/**
 * Spark's history server, at most one for the platform: a process on a node that is wanted while
 * somebody reads the history of a run. Who asks only writes that down; the allocation pass gives it
 * a place, and a duty takes that back.
 */
@Component
public class HistoryServer {
  /** So many deaths in ten minutes are not a mishap. */
  private static final int MISHAPS = 2;

  /** So many times in a row that its node is not reached are not a restart of its service. */
  private static final int MISSES = 3;

  /** Who has begun to read is not stopped at once. */
  private static final int STAYS_TICKS = 120;

  /** Pages that load themselves ask more often. */
  private static final int QUIET_TICKS = 30;

  private final HistoryServerStore store;
  private final HistoryEndStore ends;
  private final Announcements announcements;
  private final Signals signals;
  private final HistoryServerSettings settings;
  private final TransactionOperations transaction;

  HistoryServer(
      HistoryServerStore store,
      HistoryEndStore ends,
      Announcements announcements,
      Signals signals,
      HistoryServerSettings settings,
      TransactionOperations transaction) {
    this.store = store;
    this.ends = ends;
    this.announcements = announcements;
    this.signals = signals;
    this.settings = settings;
    this.transaction = transaction;
  }

  /** How it is just now. */
  public sealed interface Status {
    /** Its node says that it runs; it may have no port yet. */
    record Running(UUID process, UUID nodeId, String nodeName) implements Status {}

    /** It is on its way. */
    record Starting() implements Status {}

    /** No node has a place for it. */
    record Waiting(String why) implements Status {}

    /** It has died again and again, and rests a minute. */
    record Failing(int times, String nodeName, String why) implements Status {}
  }

  /** Asks for it: it is wanted from now on, and until nobody has asked for long. */
  public Status ask() {
    return Objects.requireNonNull(
        transaction.execute(
            status -> {
              store.ask();
              Optional<Wanted> wanted = store.wanted();
              return wanted.isPresent() ? status(wanted.get()) : absent();
            }));
  }

  private static Status status(Wanted wanted) {
    return wanted.state() == AssignmentState.RUNNING && wanted.nodeState() == NodeState.READY
        ? new Status.Running(wanted.id(), wanted.nodeId(), wanted.nodeName())
        : new Status.Starting();
  }

  private Status absent() {
    Failures failures = store.failures();
    if (isLoop(failures)) {
      return new Status.Failing(failures.count(), failures.node(), failures.message());
    }
    signals.notify(Announcements.ALLOCATION);
    return store.waiting().<Status>map(Status.Waiting::new).orElseGet(Status.Starting::new);
  }

  private static boolean isLoop(Failures failures) {
    return failures.count() > MISHAPS && failures.fresh();
  }

  /** What a place is to be found for; the caller holds the allocation lock. */
  public Optional<ProcessNeed> placeless() {
    boolean needed = settings.enabled() && store.isPlaceless() && !isLoop(store.failures());
    return needed ? Optional.of(settings.need()) : Optional.empty();
  }

  /** Nodes whose service knows what a history server is and has a port to read it through. */
  public Set<UUID> capableNodes() {
    return store.capableNodes();
  }

  /** Nodes on which one ended badly or was not reached in the last ten minutes. */
  public Set<UUID> nodesToAvoid() {
    return store.nodesToAvoid();
  }

  /**
   * Wants it on a node; the caller holds the allocation lock and has found it room.
   *
   * @return false when there is one already
   */
  public boolean place(UUID nodeId) {
    boolean placed = store.insert(nodeId, settings.need());
    if (placed) {
      announcements.wake(List.of(nodeId));
    }
    return placed;
  }

  /** Tells who asks why it has no place. */
  public void explain(String why) {
    store.explain(why);
  }

  /**
   * Ends one that keeps somebody who waits from a node, unless it has just begun and somebody
   * reads; the caller holds the allocation lock.
   *
   * @param who for whom, as {@code run 7}
   */
  public void giveWay(UUID nodeId, String who) {
    String why = "gave way to %s, which waited for its memory.".formatted(who);
    List<ProcessChange> changes = ends.endInTheWay(nodeId, "It " + why, STAYS_TICKS, QUIET_TICKS);
    if (!changes.isEmpty()) {
      ends.say("The last one " + why);
      announcements.announce(changes);
    }
  }

  /** When it gives way, in words. */
  public static String patience() {
    return "when nobody has asked for a page for %d s, else %d s after its start"
        .formatted(QUIET_TICKS, STAYS_TICKS);
  }

  /**
   * Its node was asked for a page of it, and nobody was there.
   *
   * @param address of the node's service
   */
  public void unreached(UUID process, String address) {
    store.unreached(process, address);
  }

  /** Its node has answered a server. */
  public void reached() {
    store.reached();
  }

  /**
   * Ends one that nobody reads any more, whose node is not READY any more, or is not reached while
   * another may be.
   */
  void endUnneeded() {
    if (store.wanted().isEmpty()) {
      return;
    }
    transaction.executeWithoutResult(status -> announcements.announce(ends.endUnneeded(settings)));
    ends.restUnreached(MISSES);
    transaction.executeWithoutResult(
        status -> {
          List<ProcessChange> changes = ends.endUnreached(MISSES);
          changes.stream().map(ProcessChange::nodeId).distinct().forEach(ends::sayUnreached);
          announcements.announce(changes);
        });
  }
}
