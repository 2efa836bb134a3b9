package io.stoker.run;

/**
 * How an attempt ended without a result.
 *
 * @param retryable whether another attempt could end differently
 */
record AttemptEnd(AttemptState state, Reason reason, boolean retryable) {}
