package io.stoker.schedule;

import io.stoker.schedule.FirePass.Passed;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Wakes schedules up. Twice, late or in vain does no harm. */
@Component
public class WakeUps {
  /** Then others have their turn; the sweep comes back. */
  private static final int MOST_BATCHES = 40;

  private final ScheduleStore store;
  private final FirePass pass;
  private final ScheduleTimer timer;
  private final TransactionTemplate transaction;

  WakeUps(
      ScheduleStore store,
      FirePass pass,
      ScheduleTimer timer,
      PlatformTransactionManager transactions) {
    this.store = store;
    this.pass = pass;
    this.timer = timer;
    this.transaction = new TransactionTemplate(transactions);
  }

  /** Decides over all of a schedule's times up to now; nothing for one that is no more. */
  public void wake(UUID schedule) {
    for (int batch = 0; batch < MOST_BATCHES; batch++) {
      Optional<Passed> passed = batch(schedule);
      if (passed.isEmpty() || passed.get().held()) {
        return;
      }
      if (passed.get().complete()) {
        setTimer(schedule, passed.get());
        return;
      }
    }
  }

  private Optional<Passed> batch(UUID schedule) {
    Optional<Passed> passed = transaction.execute(status -> store.lock(schedule).map(pass::run));
    return passed == null ? Optional.empty() : passed;
  }

  private void setTimer(UUID schedule, Passed passed) {
    if (passed.next() != null) {
      timer.wakeAfter(schedule, Duration.between(passed.now(), passed.next()));
    }
  }
}
