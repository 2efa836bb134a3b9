package io.stoker.crash;

/**
 * Every place at which a process can be made to die. Each stands at exactly one place in the code
 * of its process, and a sweep lets the process die at each of them; rules in {@code acceptance} see
 * to both. On the server, {@code _WRITTEN} is inside a transaction whose statements are done,
 * {@code _DONE} after its commit and before anybody is told.
 */
public enum CrashPoint {
  SERVER_SUBMIT_WRITTEN(Site.SERVER),
  SERVER_SUBMIT_DONE(Site.SERVER),
  SERVER_JOIN_WRITTEN(Site.SERVER),
  SERVER_JOIN_DONE(Site.SERVER),
  /** A new epoch of a node has begun. */
  SERVER_REGISTRATION_DONE(Site.SERVER),
  /** The attempt's row is there, its run has not moved yet. */
  SERVER_ATTEMPT_OPENED(Site.SERVER),
  /** In an allocation pass that has placed a driver. */
  SERVER_DRIVER_PLACED(Site.SERVER),
  /** In an allocation pass that has placed an executor. */
  SERVER_EXECUTOR_PLACED(Site.SERVER),
  /** What a node should run is marked as sent to it. */
  SERVER_OFFER_WRITTEN(Site.SERVER),
  SERVER_OFFER_DONE(Site.SERVER),
  /** A node's sign of life is kept, what it says of its processes is not. */
  SERVER_REPORT_HEARD(Site.SERVER),
  /** A change of a process is written. */
  SERVER_REPORT_WRITTEN(Site.SERVER),
  SERVER_REPORT_DONE(Site.SERVER),
  /** A driver has told that it is ready. */
  SERVER_START_DONE(Site.SERVER),
  SERVER_DEMAND_DONE(Site.SERVER),
  /** The manifest's row is there, its run has not moved yet. */
  SERVER_RESULT_INSERTED(Site.SERVER),
  SERVER_RESULT_WRITTEN(Site.SERVER),
  SERVER_RESULT_DONE(Site.SERVER),
  SERVER_CANCEL_WRITTEN(Site.SERVER),
  SERVER_CANCEL_DONE(Site.SERVER),
  /** A cancelled run's end is proven, and is its state. */
  SERVER_ENDING_WRITTEN(Site.SERVER),
  /** A driver's end has ended its attempt. */
  SERVER_DRIVER_END_WRITTEN(Site.SERVER),
  /** A silent driver's attempt has been given up. */
  SERVER_LEASE_WRITTEN(Site.SERVER),
  SERVER_LEASE_DONE(Site.SERVER),
  /** Processes that cannot be alive any more are given up. */
  SERVER_LOSS_WRITTEN(Site.SERVER),
  /** A segment of a log is complete under a name that nobody reads. */
  SERVER_LOG_WRITTEN(Site.SERVER),
  SERVER_LOG_DONE(Site.SERVER),

  /** The node knows its credential and has not written it down. */
  NODE_JOINED(Site.NODE),
  /** An assignment is written down, its process is not started. */
  NODE_CHILD_ACCEPTED(Site.NODE),
  /** The wrapper runs; the service has not looked at it yet. */
  NODE_CHILD_STARTED(Site.NODE),
  /** An order to end is written down, no signal is sent. */
  NODE_STOP_NOTED(Site.NODE),
  /** A process and all that it started are gone, how it ended is not written down. */
  NODE_CHILD_GONE(Site.NODE),
  /** How a process ended is written down and not reported. */
  NODE_END_NOTED(Site.NODE),
  NODE_REPORT_MADE(Site.NODE),
  NODE_REPORT_ANSWERED(Site.NODE),
  NODE_LOG_ANSWERED(Site.NODE),
  /** An ended process is about to be forgotten: its directory is whole. */
  NODE_FORGET_BEGUN(Site.NODE),
  /** The record of an ended process is deleted, its directory is not. */
  NODE_RECORD_DELETED(Site.NODE),
  /** Local directories are set aside and not deleted. */
  NODE_LOCAL_SET_ASIDE(Site.NODE),

  DRIVER_SESSION_OPENED(Site.DRIVER),
  /** The platform knows that the driver is ready. */
  DRIVER_ANNOUNCED(Site.DRIVER),
  /** All rows are written and in no manifest. */
  DRIVER_ROWS_WRITTEN(Site.DRIVER),
  /** The platform knows that the driver publishes. */
  DRIVER_COMMITTING(Site.DRIVER),
  DRIVER_MANIFEST_WRITTEN(Site.DRIVER),
  DRIVER_COMMITTED(Site.DRIVER),
  /** The platform knows why the driver gives up. */
  DRIVER_FAILURE_TOLD(Site.DRIVER);

  /** The process that dies at a point. */
  public enum Site {
    SERVER,
    NODE,
    DRIVER
  }

  private final Site site;

  CrashPoint(Site site) {
    this.site = site;
  }

  public Site site() {
    return site;
  }
}
