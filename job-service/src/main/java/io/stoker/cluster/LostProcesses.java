package io.stoker.cluster;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toList;

import io.stoker.cluster.ReportStore.Open;
import io.stoker.crash.CrashPoint;
import io.stoker.crash.CrashPoints;
import java.util.List;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionOperations;

/** Gives up processes that cannot be alive any more, so that their room and runs are free. */
@Component
class LostProcesses {
  private static final Logger log = LoggerFactory.getLogger(LostProcesses.class);

  private final ReportStore store;
  private final Announcements announcements;
  private final ClusterSettings settings;
  private final TransactionOperations transaction;

  LostProcesses(
      ReportStore store,
      Announcements announcements,
      ClusterSettings settings,
      TransactionOperations transaction) {
    this.store = store;
    this.announcements = announcements;
    this.settings = settings;
    this.transaction = transaction;
  }

  /** What a node is to run, as it is read in the caller's transaction. */
  List<Open> openOn(UUID nodeId) {
    return store.openOn(nodeId);
  }

  /**
   * A machine came up with another boot id: everything that it ran before is gone.
   *
   * @param before what it was to run when its node began this epoch
   */
  void onRebooted(List<Open> before, long epoch) {
    String message = "Its machine was restarted.";
    ProcessExit exit = new ProcessExit(null, ProcessExit.NODE_LOST, message);
    lose(before, exit, open -> store.loseByReboot(open, epoch, exit));
  }

  /** Nodes that are removed, or silent for so long that they must have stopped everything. */
  void onDeadNodes() {
    int ticks = settings.lostAfterTicks();
    String message =
        "Its node was removed, or has been silent for more than %d s.".formatted(ticks);
    ProcessExit exit = new ProcessExit(null, ProcessExit.NODE_LOST, message);
    lose(store.onDeadNodes(ticks), exit, open -> store.loseOnDeadNode(open, ticks, exit));
  }

  /** Nodes that report, but not a word of what they were sent. */
  void ignored() {
    int ticks = settings.startTicks();
    String message =
        "Its node was told of it %d s ago and has not said a word of it.".formatted(ticks);
    ProcessExit exit = new ProcessExit(null, ProcessExit.LOST, message);
    lose(store.ignored(ticks), exit, open -> store.loseIgnored(open, ticks, exit));
  }

  private void lose(List<Open> open, ProcessExit exit, Predicate<Open> isLost) {
    open.stream()
        .collect(groupingBy(Open::fence, TreeMap::new, toList()))
        .forEach((fence, ofAttempt) -> lose(fence, ofAttempt, exit, isLost));
  }

  private void lose(long fence, List<Open> open, ProcessExit exit, Predicate<Open> isLost) {
    transaction.executeWithoutResult(
        status -> {
          store.lockAttempt(fence);
          List<ProcessChange> changes =
              open.stream().filter(isLost).map(one -> one.to(AssignmentState.LOST, exit)).toList();
          announcements.announce(changes);
          if (!changes.isEmpty()) {
            log.warn("Lost {} processes of attempt {}: {}", changes.size(), fence, exit.message());
            CrashPoints.hit(CrashPoint.SERVER_LOSS_WRITTEN);
          }
        });
  }
}
