package io.stoker.run;

import java.net.URI;
import java.util.UUID;

/**
 * Where runs write what is to last.
 *
 * @param root directory URI, ends with /
 */
public record ResultStorage(URI root) {
  public ResultStorage {
    if (!root.toString().endsWith("/")) {
      throw new IllegalArgumentException("Storage must be a directory URI ending with /: " + root);
    }
  }

  /** The private directory of an attempt's result files. */
  String outputDirectory(UUID job, UUID run, String step, int attempt, long fence) {
    return "%s%s/%s/%s/attempts/%d-%d/data/".formatted(root, job, run, step, attempt, fence);
  }
}
