package io.stoker.api.ui;

import io.stoker.error.ErrorCode;
import io.stoker.error.StokerException;
import java.net.URI;
import java.util.Arrays;

/**
 * Keeps Spark's links that end jobs and stages out of reach, which work by GET too, and which a
 * program can switch on.
 */
final class ReadingOnly {
  private static final String ENDS_SOMETHING = "kill";

  private ReadingOnly() {}

  /** As Spark's web server would read the path: unescaped, without parameters of its parts. */
  static void check(URI uri) {
    boolean ends =
        Arrays.stream(uri.getPath().split("/", -1))
            .map(part -> part.split(";", -1)[0])
            .anyMatch(ENDS_SOMETHING::equals);
    if (ends) {
      throw new StokerException(
          ErrorCode.FORBIDDEN,
          "A run's Spark UI is for reading: POST /api/v1/runs/{run}:cancel ends the run.");
    }
  }
}
