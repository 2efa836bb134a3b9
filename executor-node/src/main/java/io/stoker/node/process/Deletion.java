package io.stoker.node.process;

/** Whether what is left of a process is deleted; not safe for threads. */
final class Deletion {
  private enum State {
    NOT_YET,
    UNDER_WAY,
    FAILED
  }

  private State state = State.NOT_YET;

  /** True only once, unless it fails. */
  boolean claim() {
    boolean due = state == State.NOT_YET;
    if (due) {
      state = State.UNDER_WAY;
    }
    return due;
  }

  boolean isUnderWay() {
    return state == State.UNDER_WAY;
  }

  void failed() {
    state = State.FAILED;
  }

  /** One that failed is due once more. */
  void retry() {
    if (state == State.FAILED) {
      state = State.NOT_YET;
    }
  }
}
