package io.stoker.cluster;

import java.util.Collection;
import java.util.List;
import java.util.UUID;
import org.springframework.context.annotation.Lazy;
import org.springframework.stereotype.Component;

/** Tells everyone concerned of changed assignments, inside the transaction that changed them. */
@Component
class Announcements {
  /** Wakes the allocation pass. */
  static final String ALLOCATION = "allocation";

  private final NodeWakes wakes;
  private final Signals signals;
  private final ProcessWatcher watcher;

  /** The watcher is lazy since it orders processes to stop itself. */
  Announcements(NodeWakes wakes, Signals signals, @Lazy ProcessWatcher watcher) {
    this.wakes = wakes;
    this.signals = signals;
    this.watcher = watcher;
  }

  void announce(List<ProcessChange> changes) {
    changes.stream().filter(change -> change.kind() == ProcessKind.DRIVER).forEach(this::driver);
    changes.stream()
        .filter(change -> change.kind() == ProcessKind.EXECUTOR)
        .map(ProcessChange::fence)
        .distinct()
        .sorted()
        .forEach(watcher::executorsChanged);
    if (changes.stream().anyMatch(ProcessChange::hasEnded)) {
      signals.notify(ALLOCATION);
    }
    wakes.add(
        changes.stream().filter(ProcessChange::mattersToNode).map(ProcessChange::nodeId).toList());
  }

  void executorsChanged(long fence) {
    watcher.executorsChanged(fence);
  }

  /** Nothing of some of an attempt's ended processes is left on a node. */
  void cleared(long fence) {
    watcher.processesCleared(fence);
  }

  /** The driver's node is to be emptied. */
  void driverMustGo(long fence, String why, boolean now) {
    watcher.driverMustGo(fence, why, now);
  }

  void driverAlive(long fence) {
    watcher.driverAlive(fence);
  }

  /** Gives nodes something new to fetch. */
  void wake(Collection<UUID> nodeIds) {
    wakes.add(nodeIds);
  }

  private void driver(ProcessChange change) {
    if (change.hasStarted()) {
      watcher.driverStarted(change.fence());
    }
    if (change.exit() != null) {
      watcher.driverExited(change.fence(), change.exit());
    }
  }
}
