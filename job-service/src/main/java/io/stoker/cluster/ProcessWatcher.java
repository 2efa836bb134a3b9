package io.stoker.cluster;

/**
 * Port: who wants to know what becomes of an attempt's processes. Called inside the transaction
 * that records the change, so both happen or neither does.
 */
public interface ProcessWatcher {
  /** Its node has begun to start the driver. */
  void driverStarted(long fence);

  /** Its node has just reported the driver as living; called with each report. */
  void driverAlive(long fence);

  /**
   * The driver's node is to be emptied.
   *
   * @param now whether it must go even when its run may have no other attempt
   */
  void driverMustGo(long fence, String why, boolean now);

  /** The driver has ended or is lost; called once. */
  void driverExited(long fence, ProcessExit exit);

  /** A node has nothing left of some of the attempt's ended processes, not even a directory. */
  void processesCleared(long fence);

  /** An executor was assigned, started, ended, got lost or was ordered to stop. */
  void executorsChanged(long fence);
}
