package io.stoker.run;

import io.stoker.duty.PeriodicDuty;
import java.time.Duration;
import java.util.UUID;
import org.springframework.stereotype.Component;

/**
 * Ends runs that take longer than their job allows. It and a commit are one after the other, by the
 * run's row lock: what was committed before is a result, and afterwards nothing is committed.
 */
@Component
class TimeoutDuty implements PeriodicDuty {
  private final TimeoutStore timeouts;
  private final RunStore runs;
  private final Endings endings;
  private final Transactions transactions;

  TimeoutDuty(TimeoutStore timeouts, RunStore runs, Endings endings, Transactions transactions) {
    this.timeouts = timeouts;
    this.runs = runs;
    this.endings = endings;
    this.transactions = transactions;
  }

  @Override
  public String name() {
    return "run-timeouts";
  }

  @Override
  public Duration every() {
    return Duration.ofSeconds(1);
  }

  @Override
  public void run() {
    for (UUID run : timeouts.overdue()) {
      transactions.in(() -> end(run));
    }
  }

  private boolean end(UUID id) {
    Run run = runs.lock(id).orElseThrow();
    // looked at again under the lock: it may have ended, or another server may have been here
    return timeouts
        .overrun(id)
        .map(
            seconds -> {
              endings.begin(run, Ending.timedOut(Duration.ofSeconds(seconds)));
              return true;
            })
        .orElse(false);
  }
}
