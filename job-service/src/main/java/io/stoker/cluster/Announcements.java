package io.stoker.cluster;

import java.util.Collection;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;
import org.springframework.context.annotation.Lazy;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Tells everyone concerned of changed assignments, inside the transaction that changed them. Nodes
 * come last: their rows end the order of locks (run, attempt, assignment, node).
 */
@Component
class Announcements {
  /** Wakes the allocation pass. */
  static final String ALLOCATION = "allocation";

  private final JdbcClient jdbc;
  private final Signals signals;
  private final ProcessWatcher watcher;

  /** The watcher is lazy since it orders processes to stop itself. */
  Announcements(JdbcClient jdbc, Signals signals, @Lazy ProcessWatcher watcher) {
    this.jdbc = jdbc;
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
  }

  void executorsChanged(long fence) {
    watcher.executorsChanged(fence);
  }

  void driverAlive(long fence) {
    watcher.driverAlive(fence);
  }

  /** Gives nodes something new to fetch. */
  void wake(Collection<UUID> nodeIds) {
    SortedSet<String> ids =
        nodeIds.stream().map(UUID::toString).collect(Collectors.toCollection(TreeSet::new));
    if (ids.isEmpty()) {
      return;
    }
    jdbc.sql(
            """
            with locked as (
              select id from node where id = any(cast(:ids as uuid[])) order by id
              for no key update)
            update node set desired_version = desired_version + 1
            from locked where node.id = locked.id
            """)
        .param("ids", ids.toArray(String[]::new))
        .update();
    ids.forEach(id -> signals.notify(topic(id)));
  }

  static String topic(Object nodeId) {
    return "node:" + nodeId;
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
