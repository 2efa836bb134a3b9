package io.stoker.run;

/**
 * Why a run or an attempt is where it is.
 *
 * @param code stable and machine-readable
 * @param message a sentence for a person, with what to do
 */
public record Reason(String code, String message) {
  public static final String RETRY_BACKOFF = "RETRY_BACKOFF";
  public static final String WAITING_FOR_EARLIER_RUN = "WAITING_FOR_EARLIER_RUN";
  public static final String WAITING_FOR_OLD_DRIVER = "WAITING_FOR_OLD_DRIVER";
  public static final String WAITING_FOR_CAPACITY = "WAITING_FOR_CAPACITY";

  /** No node that has joined could ever hold the run. */
  public static final String DOES_NOT_FIT = "DOES_NOT_FIT";

  public static final String CANCELLED = "CANCELLED";

  /** A cancelled run's, until its processes are gone. */
  public static final String CANCELLING = "CANCELLING";

  public static final String TIMED_OUT = "TIMED_OUT";

  /** It is to be TIMED_OUT and its processes are ending. */
  public static final String TIMING_OUT = "TIMING_OUT";

  /** As many runs of its job go on as may. */
  public static final String CONCURRENCY_LIMIT = "CONCURRENCY_LIMIT";

  public static final String CRASH_LOOP = "CRASH_LOOP";
  public static final String DRIVER_ERROR = "DRIVER_ERROR";
  public static final String DRIVER_EXITED = "DRIVER_EXITED";
  public static final String DRIVER_LOST = "DRIVER_LOST";
  public static final String DRIVER_OOM = "DRIVER_OOM";
  public static final String DRIVER_START_FAILED = "DRIVER_START_FAILED";
  public static final String EXITED_WITHOUT_COMMIT = "EXITED_WITHOUT_COMMIT";
  public static final String NODE_LOST = "NODE_LOST";
}
