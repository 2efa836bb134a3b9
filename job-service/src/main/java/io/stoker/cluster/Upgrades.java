package io.stoker.cluster;

import java.util.UUID;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionOperations;

/**
 * A node's service may come up with another Spark. What runs there goes on with the one that it was
 * started with; what has not begun would get the new one, and cannot work with a driver of the old.
 */
@Component
class Upgrades {
  private static final String WHY =
      "Its node's service was restarted with another Spark or Java than its driver has.";

  private final UpgradeStore store;
  private final Assignments assignments;
  private final TransactionOperations transaction;

  Upgrades(UpgradeStore store, Assignments assignments, TransactionOperations transaction) {
    this.store = store;
    this.assignments = assignments;
    this.transaction = transaction;
  }

  /** Before a node registers: drivers of which only an older server has heard have what it had. */
  void before(UUID nodeId) {
    store.keepRuntimes(nodeId);
  }

  /**
   * After it has registered, and before it hears so: others come in the places of those that cannot
   * work there any more. No pass that has read the node as it was can place one later. When many
   * nodes come back at once they shall not queue up for that with nothing to do; a server that died
   * here may have left something.
   *
   * @param upgraded whether it registered with another Spark or Java than before
   */
  void after(UUID nodeId, boolean upgraded) {
    if (upgraded || !store.waiting(nodeId).isEmpty()) {
      endWaiting(nodeId);
    }
  }

  private void endWaiting(UUID nodeId) {
    transaction.executeWithoutResult(
        status -> {
          store.lockAllocation();
          store
              .waiting(nodeId)
              .forEach(one -> assignments.stopExecutors(one.fence(), one.ids(), WHY));
        });
  }
}
