package io.stoker.run;

import io.stoker.duty.PeriodicDuty;
import java.time.Duration;
import java.util.UUID;
import org.springframework.stereotype.Component;

/** Looks at runs that are ending, in case nothing that is reported makes anybody look. */
@Component
class EndingDuty implements PeriodicDuty {
  private final EndingStore store;
  private final Endings endings;
  private final Transactions transactions;

  EndingDuty(EndingStore store, Endings endings, Transactions transactions) {
    this.store = store;
    this.endings = endings;
    this.transactions = transactions;
  }

  @Override
  public String name() {
    return "run-endings";
  }

  @Override
  public Duration every() {
    return Duration.ofSeconds(1);
  }

  @Override
  public void run() {
    for (UUID run : store.open()) {
      transactions.in(
          () -> {
            endings.look(run);
            return run;
          });
    }
  }
}
