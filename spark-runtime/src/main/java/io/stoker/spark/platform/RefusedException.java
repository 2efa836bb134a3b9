package io.stoker.spark.platform;

/** The platform understood a request and will not take it, now or later. */
public final class RefusedException extends RuntimeException {
  public RefusedException(String message) {
    super(message);
  }
}
