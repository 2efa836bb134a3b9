package io.stoker.cluster;

import io.stoker.cluster.HistoryServerStore.Failures;
import io.stoker.cluster.HistoryServerStore.Wanted;
import java.util.ArrayList;
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

  private final HistoryServerStore store;
  private final Announcements announcements;
  private final Signals signals;
  private final HistoryServerSettings settings;
  private final TransactionOperations transaction;

  HistoryServer(
      HistoryServerStore store,
      Announcements announcements,
      Signals signals,
      HistoryServerSettings settings,
      TransactionOperations transaction) {
    this.store = store;
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

  /** Nodes on which one ended badly in the last ten minutes. */
  public Set<UUID> nodesOfBadEnds() {
    return store.nodesOfBadEnds();
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

  /** Ends one that nobody reads any more, or whose node is not READY any more. */
  void endUnneeded() {
    if (store.wanted().isEmpty()) {
      return;
    }
    transaction.executeWithoutResult(
        status -> {
          List<ProcessChange> changes = new ArrayList<>(store.endUnoffered(settings));
          changes.addAll(store.orderStop(settings));
          announcements.announce(changes);
        });
  }
}
