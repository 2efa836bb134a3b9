package io.stoker.run;

/** Where a run is; why it is there is its {@link Reason}. */
public enum RunState {
  /** Waits for a node with room for its driver. */
  QUEUED,
  /** An attempt has a node; its driver is not ready yet. */
  STARTING,
  RUNNING,
  /** The rows are written; the driver publishes them. */
  COMMITTING,
  /** An attempt has failed; the next one waits for its time. */
  RETRY_WAIT,
  SUCCEEDED,
  FAILED,
  CANCELLED,
  TIMED_OUT,
  /** A fire time that a policy turned down; it never ran. */
  SKIPPED;

  /** Whether it is over; nothing leaves such a state. */
  public boolean isTerminal() {
    return switch (this) {
      case QUEUED, STARTING, RUNNING, COMMITTING, RETRY_WAIT -> false;
      case SUCCEEDED, FAILED, CANCELLED, TIMED_OUT, SKIPPED -> true;
    };
  }

  /** Whether an allocation pass may open an attempt for it. */
  public boolean isWaiting() {
    return switch (this) {
      case QUEUED, RETRY_WAIT -> true;
      case STARTING, RUNNING, COMMITTING, SUCCEEDED, FAILED, CANCELLED, TIMED_OUT, SKIPPED -> false;
    };
  }

  /** The one function that says which change is legal; SUCCEEDED comes from COMMITTING alone. */
  public boolean canBecome(RunState next) {
    return switch (this) {
      case QUEUED, RETRY_WAIT -> next == STARTING || isEndOfWaiting(next);
      case STARTING -> next == RUNNING || isEndOfAttempt(next);
      case RUNNING -> next == COMMITTING || isEndOfAttempt(next);
      case COMMITTING -> next == SUCCEEDED || isEndOfAttempt(next);
      case SUCCEEDED, FAILED, CANCELLED, TIMED_OUT, SKIPPED -> false;
    };
  }

  private static boolean isEndOfWaiting(RunState next) {
    return switch (next) {
      case FAILED, CANCELLED, TIMED_OUT -> true;
      case QUEUED, STARTING, RUNNING, COMMITTING, RETRY_WAIT, SUCCEEDED, SKIPPED -> false;
    };
  }

  private static boolean isEndOfAttempt(RunState next) {
    return switch (next) {
      case RETRY_WAIT, FAILED, CANCELLED, TIMED_OUT -> true;
      case QUEUED, STARTING, RUNNING, COMMITTING, SUCCEEDED, SKIPPED -> false;
    };
  }
}
