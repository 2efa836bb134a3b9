package io.stoker.cluster;

import java.util.Collection;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** Executors that one queue gives up for another. */
@Component
public class HandBacks {
  private final HandBackStore store;
  private final Assignments assignments;
  private final Announcements announcements;

  HandBacks(HandBackStore store, Assignments assignments, Announcements announcements) {
    this.store = store;
    this.assignments = assignments;
    this.announcements = announcements;
  }

  /**
   * Tells a driver to let executors go: they get no more tasks, hand their blocks on and end. What
   * has not ended when the time is over is stopped. They own their room until they have ended, and
   * do not count among those that the attempt has.
   *
   * @param ticks that they have
   */
  @Transactional(propagation = Propagation.MANDATORY)
  public void letGo(long fence, Collection<Integer> executors, String reason, int ticks) {
    assignments.lock(fence);
    if (store.letGo(fence, executors, reason, ticks) > 0) {
      announcements.executorsChanged(fence);
    }
  }
}
