package io.stoker.schedule;

import io.stoker.duty.PeriodicDuty;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** What comes round for schedules. */
final class ScheduleDuties {
  private ScheduleDuties() {}

  /** The guarantee: whatever is due is looked at, whether or not an alarm has rung. */
  @Component
  static class Sweep implements PeriodicDuty {
    private static final Logger log = LoggerFactory.getLogger(Sweep.class);
    private static final int MOST = 1000;

    private final ScheduleStore store;
    private final WakeUps wakeUps;

    Sweep(ScheduleStore store, WakeUps wakeUps) {
      this.store = store;
      this.wakeUps = wakeUps;
    }

    @Override
    public String name() {
      return "schedule-sweep";
    }

    @Override
    public Duration every() {
      return Duration.ofSeconds(5);
    }

    @Override
    public void run() {
      store.due(MOST).forEach(this::wake);
    }

    /** One that cannot be woken up keeps no other from it. */
    private void wake(UUID schedule) {
      try {
        wakeUps.wake(schedule);
      } catch (RuntimeException e) {
        log.warn("Schedule {} cannot be woken up and is tried again", schedule, e);
      }
    }
  }

  /** Alarms are made from the rows: one that got lost comes back, one too many goes. */
  @Component
  static class Alarms implements PeriodicDuty {
    private final ScheduleStore store;
    private final ScheduleTimer timer;

    Alarms(ScheduleStore store, ScheduleTimer timer) {
      this.store = store;
      this.timer = timer;
    }

    @Override
    public String name() {
      return "schedule-alarms";
    }

    @Override
    public Duration every() {
      return Duration.ofSeconds(30);
    }

    @Override
    public void run() {
      Map<UUID, Duration> alarms = new HashMap<>();
      store.alarms().forEach((id, millis) -> alarms.put(id, Duration.ofMillis(millis)));
      timer.reconcile(alarms);
    }
  }
}
