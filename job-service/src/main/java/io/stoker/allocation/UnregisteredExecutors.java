package io.stoker.allocation;

import io.stoker.cluster.Assignments;
import org.springframework.stereotype.Component;

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

  UnregisteredExecutors(UnregisteredStore store, Assignments assignments) {
    this.store = store;
    this.assignments = assignments;
  }

  /** Ends those for which it was waited long enough; others come in their places elsewhere. */
  void end() {
    store.note();
    store
        .end(PATIENCE_TICKS)
        .forEach((fence, executors) -> assignments.stopExecutors(fence, executors, WHY));
  }
}
