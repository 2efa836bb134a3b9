package io.stoker.run;

/** Where one driver's try is. */
public enum AttemptState {
  /** Has a node, which has not started the driver yet. */
  ASSIGNED,
  /** The driver's process runs; its SparkContext is not ready. */
  STARTING,
  RUNNING,
  /** The rows are written; the driver publishes them. */
  COMMITTING,
  /** Its manifest is the run's result. */
  COMMITTED,
  FAILED,
  /** Neither its driver nor its node gave a sign of life for a whole lease. */
  LOST,
  CANCELLED;

  /** Whether it is over: from here on it is fenced. */
  public boolean isTerminal() {
    return switch (this) {
      case ASSIGNED, STARTING, RUNNING, COMMITTING -> false;
      case COMMITTED, FAILED, LOST, CANCELLED -> true;
    };
  }

  /** The one function that says which change is legal; COMMITTED comes from COMMITTING alone. */
  public boolean canBecome(AttemptState next) {
    return switch (this) {
      case ASSIGNED -> next == STARTING || isFailedEnd(next);
      case STARTING -> next == RUNNING || isFailedEnd(next);
      case RUNNING -> next == COMMITTING || isFailedEnd(next);
      case COMMITTING -> next == COMMITTED || isFailedEnd(next);
      case COMMITTED, FAILED, LOST, CANCELLED -> false;
    };
  }

  private static boolean isFailedEnd(AttemptState next) {
    return switch (next) {
      case FAILED, LOST, CANCELLED -> true;
      case ASSIGNED, STARTING, RUNNING, COMMITTING, COMMITTED -> false;
    };
  }
}
