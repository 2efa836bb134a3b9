package io.stoker.job;

/** What a heap may be. */
final class Memory {
  /** Spark refuses to start a JVM with less (its reserved 300 MiB times one and a half). */
  static final long MIN_HEAP = 450L << 20;

  /** No machine of this age gives one JVM more; a bigger number is a typing mistake. */
  static final long MAX_HEAP = 4L << 40;

  /** G1's largest region: a heap that is a multiple of it is what the JVM really takes. */
  private static final long STEP = 32L << 20;

  private Memory() {}

  /** The heap that is really taken for a wanted one: rounded up to {@value #STEP} bytes. */
  static long roundedUp(long bytes) {
    return (bytes + STEP - 1) / STEP * STEP;
  }

  /** The shortest text of a rounded heap. */
  static String text(long heapBytes) {
    return heapBytes % (1L << 30) == 0 ? (heapBytes >> 30) + "g" : (heapBytes >> 20) + "m";
  }
}
