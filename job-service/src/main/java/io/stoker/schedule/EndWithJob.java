package io.stoker.schedule;

import io.stoker.job.JobWatcher;
import java.util.UUID;
import org.springframework.stereotype.Component;

/** A job's schedules end with it. */
@Component
class EndWithJob implements JobWatcher {
  private final ScheduleStore store;

  EndWithJob(ScheduleStore store) {
    this.store = store;
  }

  /** Waits for passes that hold a schedule, so none makes a run of the job after its end. */
  @Override
  public void deleting(UUID jobId) {
    store.deleteAllOf(jobId);
  }
}
