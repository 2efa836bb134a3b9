package io.stoker.launcher;

import java.io.IOException;

/** What a job names as its Spark distribution is none that a driver can run from. */
public final class SparkHomeException extends IOException {
  private static final long serialVersionUID = 1L;

  SparkHomeException(String message) {
    super(message);
  }
}
