package io.stoker.spark.platform;

/** Another attempt has taken over, or this one is over: nothing that it says counts any more. */
public final class FencedException extends RuntimeException {
  public FencedException(String message) {
    super(message);
  }
}
