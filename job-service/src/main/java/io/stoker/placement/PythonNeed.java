package io.stoker.placement;

import org.jspecify.annotations.Nullable;

/**
 * An interpreter with pyspark.
 *
 * @param minor version that it must have, as 3.11: that of the run's driver, since Python's own
 *     objects go between them; null when any will do
 */
public record PythonNeed(@Nullable String minor) {
  public static final PythonNeed ANY = new PythonNeed(null);

  public boolean admits(String minorOfNode) {
    return minor == null || minor.equals(minorOfNode);
  }
}
