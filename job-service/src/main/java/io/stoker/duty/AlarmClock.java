package io.stoker.duty;

/** Port: what makes {@link PeriodicDuty} come round. */
public interface AlarmClock {
  /**
   * Runs a duty soon instead of at its next time. Wishes for a duty that has not begun are one; a
   * wish while it runs makes it run once more.
   *
   * @param duty its name
   * @throws IllegalArgumentException when no duty has that name
   */
  void wake(String duty);
}
