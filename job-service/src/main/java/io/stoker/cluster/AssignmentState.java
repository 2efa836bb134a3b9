package io.stoker.cluster;

/**
 * What is known of a process on a node. The order to stop is not a state: it stands beside it,
 * since a process keeps running until its node has ended it.
 */
public enum AssignmentState {
  /** The platform wants it; its node has not said anything of it yet. */
  WANTED,
  STARTING,
  RUNNING,
  STOPPING,
  /** Ended, with an exit code or without a known one. */
  EXITED,
  /** Gone with its machine, or gone unseen. */
  LOST;

  /** Whether its process has run, as far as is known. */
  public boolean hasStarted() {
    return switch (this) {
      case WANTED, STARTING -> false;
      case RUNNING, STOPPING, EXITED, LOST -> true;
    };
  }

  /** Whether it owns its cores and memory no longer. */
  public boolean isTerminal() {
    return switch (this) {
      case WANTED, STARTING, RUNNING, STOPPING -> false;
      case EXITED, LOST -> true;
    };
  }

  /** Whether the next thing heard of it may be {@code next}; nothing moves backwards. */
  public boolean canBecome(AssignmentState next) {
    return switch (this) {
      case WANTED -> next != WANTED;
      case STARTING -> next != WANTED && next != STARTING;
      case RUNNING -> next == STOPPING || next.isTerminal();
      case STOPPING -> next.isTerminal();
      case EXITED, LOST -> false;
    };
  }
}
