package io.stoker.spark.driver;

import org.jspecify.annotations.Nullable;

/**
 * The driver gives up, for a reason that a person can act on.
 *
 * <p>The code is one of the platform's stable reason codes, the message names field or file and the
 * remedy.
 */
public final class JobFailure extends RuntimeException {
  private final String code;
  private final boolean retryable;

  public JobFailure(String code, String message, boolean retryable, @Nullable Throwable cause) {
    super(message, cause);
    this.code = code;
    this.retryable = retryable;
  }

  /** A failure that another attempt would meet again. */
  public static JobFailure permanent(String code, String message) {
    return new JobFailure(code, message, false, null);
  }

  public static JobFailure permanent(String code, String message, Throwable cause) {
    return new JobFailure(code, message, false, cause);
  }

  public String code() {
    return code;
  }

  /** Whether another attempt could end differently. */
  public boolean retryable() {
    return retryable;
  }

  /** The message, which every failure has. */
  public String sentence() {
    String message = getMessage();
    return message == null ? code : message;
  }
}
