package io.stoker.allocation;

import io.stoker.cluster.Assignments;
import java.util.List;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionOperations;

/**
 * An executor may run and never come as far as its driver: a firewall between two nodes that drops
 * what it does not like lets it try for minutes. Its cores are better used on another node.
 */
@Component
class UnregisteredExecutors {
  /** Much longer than a start takes on a machine that is short of everything. */
  private static final int PATIENCE_TICKS = 120;

  private static final String WHY =
      "It ran for %d s and its driver, which was heard all the time, does not know it: something keeps"
              .formatted(PATIENCE_TICKS)
          + " it from connecting, as a firewall between the two nodes. Its log names the address.";

  private final UnregisteredStore store;
  private final Assignments assignments;
  private final TransactionOperations transaction;

  UnregisteredExecutors(
      UnregisteredStore store, Assignments assignments, TransactionOperations transaction) {
    this.store = store;
    this.assignments = assignments;
    this.transaction = transaction;
  }

  /**
   * Ends those for which it was waited long enough; others come in their places elsewhere. Not in a
   * pass's transaction: drivers report under the lock of their attempt, so that comes first.
   */
  void end() {
    store.note();
    store.due(PATIENCE_TICKS).forEach(this::end);
  }

  private void end(long fence) {
    transaction.executeWithoutResult(
        status -> {
          assignments.lock(fence);
          List<Integer> ids = store.end(fence, PATIENCE_TICKS);
          if (!ids.isEmpty()) {
            assignments.stopExecutors(fence, ids, WHY + store.blame(fence).orElse(""));
          }
        });
  }
}
