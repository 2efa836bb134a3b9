package io.stoker.cluster;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toList;
import static java.util.stream.Collectors.toMap;

import io.stoker.cluster.ClearingStore.Uncleared;
import io.stoker.cluster.NodeStore.Heartbeat;
import io.stoker.cluster.ReportStore.Open;
import io.stoker.crash.CrashPoint;
import io.stoker.crash.CrashPoints;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionOperations;

/**
 * Takes what nodes report. The sign of life is one transaction; what it says of the processes of
 * one attempt is another one each, so that rows are always locked in the order run, attempt,
 * assignment, node. What a crash in between leaves out, the next report brings again.
 */
@Component
public class NodeReports {
  private final NodeStore nodes;
  private final ReportStore store;
  private final ClearingStore clearing;
  private final Announcements announcements;
  private final Signals signals;
  private final MemoryUseStore uses;
  private final TransactionOperations transaction;

  NodeReports(
      NodeStore nodes,
      ReportStore store,
      ClearingStore clearing,
      Announcements announcements,
      Signals signals,
      MemoryUseStore uses,
      TransactionOperations transaction) {
    this.nodes = nodes;
    this.store = store;
    this.clearing = clearing;
    this.announcements = announcements;
    this.signals = signals;
    this.uses = uses;
    this.transaction = transaction;
  }

  /**
   * Takes a report; one that is not newer than the last of its epoch changes nothing.
   *
   * @throws io.stoker.error.StokerException FENCED when the epoch is not the node's
   */
  public void accept(UUID nodeId, Report report) {
    if (!isNews(nodeId, report)) {
      return;
    }
    CrashPoints.hit(CrashPoint.SERVER_REPORT_HEARD);
    Map<UUID, ReportedProcess> reported =
        report.processes().stream()
            .collect(toMap(ReportedProcess::assignmentId, process -> process, (a, b) -> b));
    store.openOn(nodeId).stream()
        .collect(groupingBy(Open::fence, TreeMap::new, toList()))
        .forEach((fence, open) -> take(report, fence, open, reported));
    clearing.unclearedOn(nodeId).stream()
        .filter(ended -> !reported.containsKey(ended.id()))
        .collect(groupingBy(Uncleared::fence, TreeMap::new, mapping(Uncleared::id, toList())))
        .forEach((fence, gone) -> clear(nodeId, report, fence, gone));
    uses.tell(nodeId, report);
  }

  /** A node reports a process until it has cleared all that the process has left. */
  private void clear(UUID nodeId, Report report, long fence, List<UUID> gone) {
    transaction.executeWithoutResult(
        status -> {
          store.lockAttempt(fence);
          if (clearing.clear(nodeId, gone, report) > 0) {
            announcements.cleared(fence);
          }
        });
  }

  private boolean isNews(UUID nodeId, Report report) {
    return Boolean.TRUE.equals(
        transaction.execute(
            status -> {
              Heartbeat heartbeat = nodes.heartbeat(nodeId, report);
              if (heartbeat == Heartbeat.CAN_TAKE_WORK_AGAIN) {
                signals.notify(Announcements.ALLOCATION);
              }
              return heartbeat != Heartbeat.OLD;
            }));
  }

  private void take(
      Report report, long fence, List<Open> open, Map<UUID, ReportedProcess> reported) {
    boolean driverLives =
        open.stream()
            .filter(one -> one.kind() == ProcessKind.DRIVER)
            .map(one -> reported.get(one.id()))
            .anyMatch(process -> process != null && !process.state().isTerminal());
    List<Open> changed = open.stream().filter(one -> differs(one, reported.get(one.id()))).toList();
    if (!driverLives && changed.isEmpty()) {
      return;
    }
    transaction.executeWithoutResult(
        status -> {
          if (!changed.isEmpty()) {
            store.lockAttempt(fence);
            change(report, changed, reported);
          }
          if (driverLives) {
            announcements.driverAlive(fence);
          }
        });
    CrashPoints.hit(CrashPoint.SERVER_REPORT_DONE);
  }

  private void change(Report report, List<Open> changed, Map<UUID, ReportedProcess> reported) {
    List<ProcessChange> changes = new ArrayList<>();
    for (Open open : changed) {
      ProcessChange change = record(report, open, reported.get(open.id()));
      if (change != null) {
        changes.add(change);
      }
    }
    announcements.announce(changes);
    CrashPoints.hit(CrashPoint.SERVER_REPORT_WRITTEN);
  }

  private @Nullable ProcessChange record(
      Report report, Open open, @Nullable ReportedProcess process) {
    if (process == null) {
      String message = "Its node reports it no longer: nobody saw how it ended.";
      ProcessExit exit = new ProcessExit(null, ProcessExit.LOST, message);
      return store.loseVanished(open, report, exit) ? open.to(AssignmentState.LOST, exit) : null;
    }
    return store.record(open, process, report) ? open.to(process.state(), process.exit()) : null;
  }

  /** A wanted process may not have reached its node yet, so its absence says nothing. */
  private static boolean differs(Open open, @Nullable ReportedProcess process) {
    return process == null
        ? open.state() != AssignmentState.WANTED
        : open.state().canBecome(process.state());
  }
}
