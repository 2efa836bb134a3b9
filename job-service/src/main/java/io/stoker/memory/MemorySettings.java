package io.stoker.memory;

import java.util.Map;
import java.util.OptionalLong;
import java.util.function.DoublePredicate;
import org.jspecify.annotations.Nullable;

/**
 * What Spark's settings ask for one process, defaults included.
 *
 * @param overheadBytes null when it is to be reckoned from the heap
 * @param overheadFactor of the heap
 * @param offHeapBytes 0 when off-heap memory is off
 * @param pysparkBytes 0 for programs that are not in Python
 * @param fraction of the heap without Spark's reserve that execution and storage share
 * @param storageFraction of that, kept for storage
 */
public record MemorySettings(
    long heapBytes,
    @Nullable Long overheadBytes,
    double overheadFactor,
    long minimumOverheadBytes,
    long offHeapBytes,
    long pysparkBytes,
    double fraction,
    double storageFraction) {

  /** Spark's default of {@code spark.driver.memory} and {@code spark.executor.memory}. */
  private static final long DEFAULT_HEAP = 1L << 30;

  private static final long DEFAULT_MINIMUM_OVERHEAD = 384L << 20;

  /** A process of so much heap, everything else left to Spark. */
  public static MemorySettings ofHeap(long heapBytes) {
    return new MemorySettings(heapBytes, null, 0.1, DEFAULT_MINIMUM_OVERHEAD, 0, 0, 0.6, 0.5);
  }

  /**
   * The driver of a run with these settings. As in Spark it gets no off-heap memory of its own: no
   * task runs in it.
   *
   * @param settings what {@link MemoryRules} refuses counts as absent here, since definitions of
   *     earlier releases were not checked
   */
  public static MemorySettings driver(Map<String, String> settings) {
    return of(settings, MemoryKeys.DRIVER, 0, 0);
  }

  /** Each executor of a run with these settings. */
  public static MemorySettings executor(Map<String, String> settings) {
    boolean offHeap = Boolean.parseBoolean(settings.get(MemoryKeys.OFF_HEAP_ENABLED));
    return of(
        settings,
        MemoryKeys.EXECUTOR,
        offHeap ? bytes(settings, MemoryKeys.OFF_HEAP_SIZE).orElse(0) : 0,
        mebibytes(settings, MemoryKeys.PYSPARK).orElse(0));
  }

  /** How much a driver collects before it gives up; 0 when there is no limit. */
  public static long maxResultBytes(Map<String, String> settings) {
    return bytes(settings, MemoryKeys.MAX_RESULT_SIZE).orElse(1L << 30);
  }

  private static MemorySettings of(
      Map<String, String> settings, MemoryKeys keys, long offHeapBytes, long pysparkBytes) {
    OptionalLong overhead = mebibytes(settings, keys.overhead());
    return new MemorySettings(
        mebibytes(settings, keys.heap()).orElse(DEFAULT_HEAP),
        overhead.isPresent() ? overhead.getAsLong() : null,
        number(settings, keys.overheadFactor(), MemoryRules::isFactor, 0.1),
        mebibytes(settings, keys.minimumOverhead()).orElse(DEFAULT_MINIMUM_OVERHEAD),
        offHeapBytes,
        pysparkBytes,
        number(settings, MemoryKeys.FRACTION, MemoryRules::isFraction, 0.6),
        number(settings, MemoryKeys.STORAGE_FRACTION, MemoryRules::isStorageFraction, 0.5));
  }

  private static OptionalLong bytes(Map<String, String> settings, String key) {
    String text = settings.get(key);
    return text == null ? OptionalLong.empty() : SparkSize.orBytes(text);
  }

  private static OptionalLong mebibytes(Map<String, String> settings, String key) {
    String text = settings.get(key);
    return text == null ? OptionalLong.empty() : SparkSize.orMebibytes(text);
  }

  private static double number(
      Map<String, String> settings, String key, DoublePredicate valid, double absent) {
    String text = settings.get(key);
    double number = text == null ? Double.NaN : MemoryRules.number(text);
    return valid.test(number) ? number : absent;
  }
}
