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

  /** Cores are what is missing; the code has their number in the place of N. */
  private static final String WAITING_FOR_CORES = "WAITING_FOR_N_CORES_ON_ONE_NODE";

  /** No node, or no READY one, has labels that a process must have. */
  public static final String NO_NODE_WITH_LABEL = "NO_NODE_WITH_LABEL";

  /** No node, or no READY one, can run its program, which is in Python. */
  public static final String NO_PYTHON = "NO_PYTHON";

  /** Its queue may take no more than it has. */
  public static final String QUEUE_AT_MAX = "QUEUE_AT_MAX";

  /** As many runs of its queue go on as may. */
  public static final String QUEUE_RUN_LIMIT = "QUEUE_RUN_LIMIT";

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

  /** Its node ended it, since it held more memory than it owned. */
  public static final String DRIVER_MEMORY_LIMIT = "DRIVER_MEMORY_LIMIT";

  /** Its node does not know what its job asks for. */
  public static final String NODE_TOO_OLD = "NODE_TOO_OLD";

  public static final String DRIVER_OOM = "DRIVER_OOM";
  public static final String DRIVER_START_FAILED = "DRIVER_START_FAILED";
  public static final String EXITED_WITHOUT_COMMIT = "EXITED_WITHOUT_COMMIT";
  public static final String NODE_LOST = "NODE_LOST";

  /** The files of its manifest are not where the platform reads. */
  public static final String RESULT_NOT_IN_STORAGE = "RESULT_NOT_IN_STORAGE";

  /** No server could look so far whether the files of its manifest are there. */
  public static final String RESULT_NOT_CHECKED = "RESULT_NOT_CHECKED";

  /** Drivers filled what was left of the cluster, and this one was the newest. */
  public static final String NO_ROOM_FOR_EXECUTORS = "NO_ROOM_FOR_EXECUTORS";

  /** No node has the Spark any more that the driver was started with. */
  public static final String RUNTIME_GONE = "RUNTIME_GONE";

  /** The driver's node was emptied. */
  public static final String NODE_DRAINED = "NODE_DRAINED";

  /** The same with more to say. */
  public Reason and(String more) {
    return new Reason(code, message + more);
  }

  /** Waiting for cores that no node has free; a part of a core counts as one. */
  public static Reason waitingForCores(long coresMilli, String message) {
    long cores = (coresMilli + 999) / 1000;
    return new Reason(WAITING_FOR_CORES.replace("_N_", "_" + cores + "_"), message);
  }
}
