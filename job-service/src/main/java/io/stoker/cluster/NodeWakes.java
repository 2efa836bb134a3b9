package io.stoker.cluster;

import java.util.Collection;
import java.util.NavigableSet;
import java.util.TreeSet;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * Gives nodes something new to fetch: raises the version of what they should run. It happens once
 * per transaction and last of all in it, in the order of ids, because rows are locked in the order
 * run, attempt, assignment, node everywhere; else transactions would wait for each other in rings.
 */
@Repository
class NodeWakes {
  private final JdbcClient jdbc;
  private final Signals signals;

  NodeWakes(JdbcClient jdbc, Signals signals) {
    this.jdbc = jdbc;
    this.signals = signals;
  }

  /** Wakes nodes at the end of the transaction that is under way. */
  void add(Collection<UUID> nodeIds) {
    if (nodeIds.isEmpty()) {
      return;
    }
    AtTheEnd atTheEnd = (AtTheEnd) TransactionSynchronizationManager.getResource(this);
    if (atTheEnd == null) {
      atTheEnd = new AtTheEnd();
      TransactionSynchronizationManager.bindResource(this, atTheEnd);
      TransactionSynchronizationManager.registerSynchronization(atTheEnd);
    }
    nodeIds.forEach(atTheEnd.nodes::add);
  }

  static String topic(UUID nodeId) {
    return "node:" + nodeId;
  }

  private void raiseVersions(NavigableSet<UUID> nodes) {
    jdbc.sql(
            """
            with locked as (
              select id from node where id = any(:ids) order by id for no key update)
            update node set desired_version = desired_version + 1
            from locked where node.id = locked.id
            """)
        .param("ids", nodes.toArray(UUID[]::new))
        .update();
    nodes.forEach(node -> signals.notify(topic(node)));
  }

  private final class AtTheEnd implements TransactionSynchronization {
    private final NavigableSet<UUID> nodes = new TreeSet<>();

    @Override
    public void beforeCommit(boolean readOnly) {
      raiseVersions(nodes);
    }

    @Override
    public void beforeCompletion() {
      TransactionSynchronizationManager.unbindResource(NodeWakes.this);
    }
  }
}
