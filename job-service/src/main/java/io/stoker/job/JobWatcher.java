package io.stoker.job;

import java.util.UUID;

/**
 * Port: who wants to know what becomes of a job. Called inside the transaction that records the
 * change, so both happen or neither does.
 */
public interface JobWatcher {
  /** The job is being deleted; its row is not locked yet. */
  void deleting(UUID jobId);
}
