package io.stoker.run;

/**
 * How an attempt ended without a result.
 *
 * @param retryable whether another attempt could end differently
 */
record AttemptEnd(AttemptState state, Reason reason, boolean retryable) {
  /** Somebody emptied its node: nothing failed that a pause could mend. */
  boolean isMove() {
    return reason.code().equals(Reason.NODE_DRAINED);
  }
}
