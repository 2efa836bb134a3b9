package io.stoker.cluster;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** The processes that nodes should run; each owns its cores and memory until it has ended. */
public class Assignments {

  /** Wants a driver on a node; the caller has found it room. */
  public UUID assignDriver(long fence, UUID nodeId, ProcessNeed need) {
    throw new UnsupportedOperationException();
  }

  /** Wants an executor on a node; the caller has found it room. */
  public UUID assignExecutor(
      long fence, UUID nodeId, int executorId, int profileId, ProcessNeed need) {
    throw new UnsupportedOperationException();
  }

  /** Orders driver and executors to stop now. */
  public void stopAttempt(long fence, String reason) {
    throw new UnsupportedOperationException();
  }

  /**
   * Lets driver and executors end by themselves, and orders them to stop when they have not done so
   * soon: for a driver that has said its last word.
   */
  public void finishAttempt(long fence, String reason) {
    throw new UnsupportedOperationException();
  }

  /** Orders some executors of an attempt to stop now. */
  public void stopExecutors(long fence, Collection<Integer> ids, String reason) {
    throw new UnsupportedOperationException();
  }

  /** Every executor that an attempt ever had, by id. */
  public List<ExecutorProcess> executors(long fence) {
    throw new UnsupportedOperationException();
  }

  /** The driver of an attempt. */
  public Optional<DriverProcess> driver(long fence) {
    throw new UnsupportedOperationException();
  }

  /** Keeps what a driver says of its executors' tasks, by executor id. */
  public void taskCounts(long fence, Map<Integer, TaskCounts> counts) {
    throw new UnsupportedOperationException();
  }
}
