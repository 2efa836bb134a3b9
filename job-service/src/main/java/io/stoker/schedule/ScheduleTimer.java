package io.stoker.schedule;

import java.time.Duration;
import java.util.Map;
import java.util.UUID;

/**
 * Port: an alarm clock that all servers share and that calls {@link WakeUps#wake}. It makes
 * schedules prompt; nothing depends on it, so it may forget, be late, or ring twice, and its
 * methods never throw.
 */
public interface ScheduleTimer {
  /** Wakes a schedule up once after a time, instead of when it was to be woken up before. */
  void wakeAfter(UUID schedule, Duration delay);

  /** Makes the alarms that there are those of these schedules, each after its time. */
  void reconcile(Map<UUID, Duration> alarms);
}
