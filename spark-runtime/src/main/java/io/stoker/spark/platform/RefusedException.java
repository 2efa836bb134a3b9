package io.stoker.spark.platform;

/** The platform understood a request and will not take it, now or later. */
public final class RefusedException extends RuntimeException {
  private final String code;

  /**
   * @param code of the platform's answer
   */
  public RefusedException(String code, String message) {
    super(message);
    this.code = code;
  }

  /** Whether what was said is the reason, and not what has become of the attempt. */
  public boolean isInvalid() {
    return code.equals("VALIDATION_FAILED");
  }
}
