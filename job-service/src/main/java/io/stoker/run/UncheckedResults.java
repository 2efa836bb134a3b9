package io.stoker.run;

import io.stoker.run.Lifecycle.Locked;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.springframework.stereotype.Component;

/**
 * Results that no server can look at: their runs say so, and do not wait for ever, with their
 * drivers' and executors' room.
 */
@Component
class UncheckedResults {
  /** Long enough for a person to mend a storage, since what is ended is most likely whole. */
  static final long PATIENCE_TICKS = Duration.ofHours(6).toSeconds();

  private static final String WAITING =
      "The driver has committed a result, and no server can look whether its files are there. %s"
          + " Bring that server's storage back: the driver asks again by itself, for up to %d hours.";

  private static final String OVERDUE =
      "For %d hours of uptime no server could look whether the files of its result are there. %s"
          + " Bring that server's storage back before the run is started again.";

  private final ResultStore results;
  private final RunStore runs;
  private final Lifecycle lifecycle;
  private final Transactions transactions;

  UncheckedResults(
      ResultStore results, RunStore runs, Lifecycle lifecycle, Transactions transactions) {
    this.results = results;
    this.runs = runs;
    this.lifecycle = lifecycle;
    this.transactions = transactions;
  }

  /**
   * The reason to end a live attempt when its result could not be looked at for too long; until
   * then its run says why it waits.
   *
   * @param obstacle of this time
   */
  Optional<Reason> overdue(long fence, String obstacle) {
    return transactions.in(
        () -> lifecycle.lock(fence).filter(Locked::isLive).flatMap(at -> overdue(at, obstacle)));
  }

  private Optional<Reason> overdue(Locked at, String obstacle) {
    long hours = PATIENCE_TICKS / 3600;
    if (results.uncheckedTicks(at.attempt().fence()) >= PATIENCE_TICKS) {
      return Optional.of(new Reason(Reason.RESULT_NOT_CHECKED, OVERDUE.formatted(hours, obstacle)));
    }
    Reason reason = new Reason(Reason.RESULT_NOT_CHECKED, WAITING.formatted(obstacle, hours));
    explain(at.run(), reason);
    return Optional.empty();
  }

  /** An event when it is new, since each server may have words of its own. */
  private void explain(Run run, Reason reason) {
    Reason before = run.reason();
    if (run.state() != RunState.COMMITTING || reason.equals(before)) {
      return;
    }
    runs.explain(run.id(), reason);
    if (before == null || !before.code().equals(reason.code())) {
      lifecycle.record(run, "RUN_WAITING", reason, Map.of());
    }
  }
}
